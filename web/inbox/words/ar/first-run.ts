import type { Catalog } from "../../../ui/words.ts";

/**
 * The Arabic texts of the pages for setting up a new organization, for agents and for second
 * factors.
 */
const words: Catalog = {
  "This agent does not exist": "لا يوجد هذا الوكيل",
  "Invite an agent": "دعوة وكيل",
  Role: "الدور",
  State: "الحالة",
  on: "نعم",
  deactivated: "معطّل",
  active: "نشط",
  "not yet signed in": "لم يسجّل الدخول بعد",
  "Send this link to {name}. It works once, for 24 hours, and is shown once.":
    "أرسل هذا الرابط إلى {name}. يعمل مرة واحدة خلال 24 ساعة، ويُعرض مرة واحدة.",
  Done: "تم",
  "Invite one more": "دعوة شخص آخر",
  "Create invitation": "إنشاء الدعوة",
  "Customers see it beside replies.": "يراه العملاء بجانب الردود.",
  "Only colleagues see it. Optional.": "لا يراه إلا الزملاء. اختياري.",
  "Link created": "أُنشئ رابط",
  "{name} cannot sign in any more": "لم يعد بإمكان {name} تسجيل الدخول",
  "{name} can sign in again": "يمكن لـ{name} تسجيل الدخول من جديد",
  "A link lets {name} choose a new password and removes the second factor.":
    "يتيح رابط لـ{name} اختيار كلمة مرور جديدة ويزيل العامل الثاني.",
  "{name} has not signed in yet.": "لم يسجّل {name} الدخول بعد.",
  "Create a password link": "إنشاء رابط لكلمة مرور جديدة",
  Deactivate: "تعطيل",
  Activate: "تفعيل",
  On: "مفعّل",
  "Turn the second factor off?": "تعطيل العامل الثاني؟",
  "Your password alone will sign you in.": "ستكفي كلمة مرورك للدخول.",
  "Turn off": "تعطيل",
  "The second factor is off": "العامل الثاني معطّل",
  "The old codes no longer work": "لم تعد الرموز القديمة صالحة",
  "Signing in asks for six digits from your authenticator app.":
    "يطلب الدخول ستة أرقام من تطبيق المصادقة.",
  "New recovery codes": "رموز استرداد جديدة",
  "Turn off…": "تعطيل…",
  "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.":
    "مع عامل ثانٍ لا تكفي كلمة مرور مسروقة: يطلب تسجيل الدخول أيضًا ستة أرقام من تطبيق على هاتفك.",
  "Set it up": "إعداد",
  "Enter the code": "أدخل الرمز",
  "Scan this with your authenticator app.": "امسح هذا بتطبيق المصادقة.",
  "Or type this into it:": "أو اكتب فيه هذا:",
  "The six digits that it shows": "الأرقام الستة التي يعرضها",
  "The secret as a picture": "السر في صورة",
  "Recovery codes: each works once": "رموز الاسترداد: يعمل كل منها مرة واحدة",
  "They are shown once. Keep them where your phone is not.":
    "تُعرض مرة واحدة. احفظها بعيدًا عن هاتفك.",
  "Put the bell on your site": "أضف Deskbell إلى موقعك",
  "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.":
    "ألصق هذا قبل \u2066</body>\u2069 في كل صفحة. ويعمل مقتطف HelpCrunch أيضًا حين يأتي نصه البرمجي من هنا.",
  "Waiting for the widget. Open a page of your site, and this changes by itself.":
    "ينتظر الأداة. افتح صفحة من موقعك وسيتغير هذا تلقائيًا.",
  "The widget works.": "الأداة تعمل.",
  "Loaded {time} ago": "حُمّلت قبل {time}",
  "Loaded just now": "حُمّلت للتو",
  "Protect your account": "حماية حسابك",
  "You can do this later, under Settings.": "يمكنك فعل ذلك لاحقًا في الإعدادات.",
  "Customers write to you from there.": "من هناك يكتب إليك العملاء.",
  "Invite colleagues": "ادعُ زملاءك",
  "A link for each of them: it works once, for 24 hours.":
    "رابط لكل منهم: يعمل مرة واحدة خلال 24 ساعة.",
  "Import your data": "انقل بياناتك",
  "Customers and chats from HelpCrunch or another desk.":
    "العملاء والمحادثات من HelpCrunch أو من أي نظام آخر.",
  "Open the inbox": "فتح صندوق الوارد",
  Continue: "متابعة",
  "Skip the rest": "تخطي الباقي",
  "No site yet: {command} creates one.": "لا يوجد موقع بعد: ينشئه الأمر {command}.",
  "Run the import on the server while the desk runs:": "يعمل الاستيراد على الخادم والنظام يعمل:",
  "You can stop it and start again: nothing is imported twice. {command} explains the format.":
    "يمكنك إيقافه والبدء من جديد: لا شيء يُستورد مرتين. يشرح {command} التنسيق.",
  "Your site": "موقعك",
  Import: "الاستيراد",
  "can wait": "يمكن تأجيله",
  "Step {n} of {all}": "الخطوة {n} من {all}",
  "Ask an admin of this desk for another link, or run {command}.":
    "اطلب رابطًا آخر من المدير، أو شغّل الأمر {command}.",
  "This link does not work": "هذا الرابط لا يعمل",
  "{n} more characters": {
    zero: "{n} حرف متبقٍّ",
    one: "حرف متبقٍّ",
    two: "حرفان متبقيان",
    few: "{n} أحرف متبقية",
    many: "{n} حرفًا متبقيًا",
    other: "{n} حرف متبقٍّ",
  },
  "This page was opened by a link. It works once, for 24 hours.":
    "فُتحت هذه الصفحة برابط. يعمل مرة واحدة خلال 24 ساعة.",
  "Choose a new password": "اختر كلمة مرور جديدة",
  "Welcome, {name}": "مرحبًا، {name}",
  "All other sessions of {name} end.": "تنتهي كل جلسات {name} الأخرى.",
  "Everything here can be changed later.": "يمكن تغيير كل هذا لاحقًا.",
  "Or an e-mail address. Only colleagues see it.": "أو عنوان بريد إلكتروني. لا يراه إلا الزملاء.",
  "12 characters or more. A sentence is fine.": "12 حرفًا أو أكثر. تصلح جملة.",
};

export default words;
