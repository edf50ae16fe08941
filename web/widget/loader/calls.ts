/** The methods that a site may call, by their names in lower case, because sites write them in any. */

/** The methods; most are carried out by the frame. `setPhraseList` is the older name of `setLocalization`. */
export const METHODS =
  /^(updateuser|userauth|updateuserdata|trackevent|setlocalization|setphraselist|sendproactivechatautomessage|sendusermessage|typeusermessage|logout|mutenotificationsound|(show|hide)chatwidget|(open|close)chat|setchatbuttonoffset)$/;

/** Methods of HelpCrunch that are taken and do nothing here: it is set in the desk, or is not there. */
export const UNUSED = /^(setoperatinghours|openkbarticle|setmediacss)$/;

/** What of the arguments can be sent to the frame: JSON, without functions, nodes and cycles. */
export function plain<T>(args: T): T | undefined {
  try {
    return JSON.parse(JSON.stringify(args));
  } catch {
    return;
  }
}
