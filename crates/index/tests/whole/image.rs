//! Tests of indexes that are saved to a file (an image) and read again, and of damaged files.

use deskbell_index::{Delta, Image, Index, Unusable};

use crate::build;
use crate::world::World;

const STAMP: &[u8] = b"whose it is";

pub fn saved(index: Index) -> Vec<u8> {
    let mut image = Vec::new();
    index.save(STAMP, &mut image).unwrap();
    image
}

fn read(image: &[u8], seq: i64) -> Result<Index, Unusable> {
    let image = Image::open(image, image.len() as u64)?;
    assert_eq!(image.stamp(), STAMP);
    image.load(seq)
}

/// Saves an index as an image (a file) and reads it again; returns the index that was read, which
/// must make the same image.
pub fn through_an_image(index: Index, world: &World) -> Index {
    let seq = index.seq();
    let image = saved(index);
    assert!(saved(read(&image, seq).unwrap()) == image, "the image of an image");
    let mut index = read(&image, seq).unwrap();
    let (agents, departments, tags) = world.lookup();
    index.take(&Delta { seq, agents, departments, tags, ..Delta::default() }).unwrap();
    index
}

fn an_image() -> Vec<u8> {
    let mut world = World::new(11);
    world.fill(9, 20);
    for _ in 0..60 {
        world.change();
    }
    saved(build(&world))
}

fn is_refused(image: &[u8]) -> bool {
    read(image, 1).is_err()
}

#[test]
fn a_flipped_bit_anywhere_is_found() {
    let mut image = an_image();
    assert!(!is_refused(&image));
    for place in 0..image.len() {
        let bit = 1 << (place % 8);
        image[place] ^= bit;
        assert!(is_refused(&image), "byte {place} of {}", image.len());
        image[place] ^= bit;
    }
    assert!(!is_refused(&image));
}

#[test]
fn an_image_with_any_other_length_is_refused() {
    let image = an_image();
    for length in 0..image.len() {
        assert!(is_refused(&image[..length]), "{length} of {} bytes", image.len());
        assert!(is_refused(&image[length + 1..]) || length + 1 == image.len());
    }
    assert!(is_refused(&[&image[..], &[0]].concat()));
    assert!(is_refused(&[&image[..], &image].concat()));
}

#[test]
fn parts_in_another_order_are_refused() {
    let image = an_image();
    for part in [1, 8, 16, 64, 256] {
        for start in (0..image.len() - 2 * part).step_by(part) {
            let mut other = image.clone();
            other[start..start + 2 * part].rotate_left(part);
            assert!(other == image || is_refused(&other), "{part} bytes at {start}");
        }
    }
}

#[test]
fn another_layout_is_told_apart_from_damage() {
    let mut image = an_image();
    image[8] += 1;
    let why = Image::open(image.as_slice(), image.len() as u64).unwrap_err();
    assert!(matches!(why, Unusable::Layout), "{why}");
}

/// Fails when the content of images (saved indexes) has changed but the number in `LAYOUT` has not.
#[test]
fn the_layout_is_the_one_that_its_number_names() {
    let image = an_image();
    let sum = image.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let known = (5, 5_109_956_812_217_389_247);
    assert_eq!((image[8].into(), sum), known, "give LAYOUT a new number, and note both here");
}

#[test]
fn an_index_without_objects_has_an_image() {
    let world = World::new(5);
    let index = through_an_image(build(&world), &world);
    assert_eq!(index.chats_total(), 0);
}
