"""Closed lists of words that several recognisers need to know what a word is not."""

from __future__ import annotations

from assistant.understanding.text import german, spanish

TITLES = frozenset(
    "mr mrs ms mx miss dr prof professor sir madam ma'am lady lord herr frau señor señora sr sra monsieur madame"
    " rev reverend capt captain sgt mme mlle princess".split()
)
SURNAME_TITLES = TITLES - {"princess", "sir", "lady", "lord"}
"""Titles after which a single name is the last name."""

PARTICLES = frozenset(
    "de da del della der den di do dos du la le las los van von vom zu zum bin ibn al el st y e ter ten".split()
)
"""Small words inside a last name, usually written in lower case."""

FUNCTION_WORDS = frozenset(
    """a an the this that these those some any no not none nor yes yeah yep nope nah ok okay sure please i me my mine
    myself we us our ours you your yours he him his she her hers it its it's they them their theirs who whom whose
    what which when where why how there here then than and or but if so because as at by for from in into of off
    on onto out over to up with without within about after again against all also always am are is was were be
    been being do does did done have has had having can could will would shall should may might must just only
    very too really quite already still yet ever never now today tomorrow tonight yesterday soon later maybe
    perhaps each every both few many more most much other another same such own instead one two three four five
    six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
    first second third last next let lets let's get gets got getting go goes going gonna went come comes coming
    make makes making made take takes taking took want wants wanted need needs needed like likes liked think
    thinks thought know knows knew see sees look looks looking looked say says said tell told ask asks asked
    asking try tries tried trying use uses used using work works worked working give gives gave between among
    across through during before since until per via plus behind beyond under below beneath beside besides near
    around past despite unlike wherever whenever whoever however forgot meant sent gave left lost thought brought
    bought saw heard felt kept toward towards upon call calls called calling help helps helped helping talk
    talking speak speaking find found start started i'm i've i'd i'll we're we've we'd we'll you're that's there's
    what's who's im ive dont don't didn't doesn't can't cannot won't isn't aren't wasn't ich wir du sie er es ist
    sind und mit von aus ja nein nicht kein keine yo tú usted somos soy son con para por que sí si""".split()
)

CHAT_WORDS = frozenset(
    """hi hello hey hiya howdy yo greetings good morning afternoon evening night day bye goodbye cheers welcome
    thanks thank thankyou thanku thx thnx danke gracias hallo hola bitte gerne gern klar genau claro
    vale bueno moment sorry oops pardon excuse
    great fine cool nice awesome perfect excellent amazing brilliant super wonderful correct incorrect right wrong
    true false exactly definitely absolutely certainly indeed course idea clue guys folks everyone
    nothing anything something everything someone somebody anyone anybody nobody everybody
    person human people agent bot robot machine computer stop wait quit cancel skip pass back continue
    hmm hm um uh er oh ah wow lol haha well silly crazy stupid dumb way problem worries doubt damn hell shit fuck
    fucking fuckin wtf idk dunno tbh tbf tbd lmao lmk brb ngl imo imho rofl omg btw fyi afaik nvm
    secret private anonymous test testing asdf qwerty whatever depends unknown""".split()
)

DESCRIBING_WORDS = frozenset(
    """everywhere anywhere nowhere remote remotely worldwide global globally international able abroad afraid certain
    alone annoyed available aware bored busy close confused curious desperate early excited fed free full glad
    happy happier hard home hoping hungry ill interested keen late lost low mad new old online open outside inside
    overwhelmed pleased poor positive negative ready responsible sad safe serious short sick slow small stuck
    surprised tired unable unhappy unsure upset urgent useful useless wondering worried young big better best
    worse worst important expensive cheap easy difficult possible impossible ridiculous frustrating annoying
    terrible horrible awful required optional mandatory necessary pre-launch prelaunch bootstrapped stealth
    complicated simple manual booked confirmed spelled spelt pronounced written english german french spanish
    american british indian european canadian australian dutch italian swiss austrian based located currently
    mainly mostly primarily basically actually honestly probably less part self freelance retired unemployed solo
    local hesitant reluctant skeptical sceptical game chill bilingual dyslexic deaf blind vegan pregnant single
    broke rich picky patient impatient loyal legit lovely brand kinda sorta super gonna afk ooo wfh irish scottish
    welsh norwegian swedish danish polish turkish mexican brazilian chinese japanese korean russian ukrainian
    romanian greek portuguese belgian finnish czech hungarian asian""".split()
)

THINGS = frozenset(
    """thing things stuff story reason reasons detail details point kind sort type fact luck fun joke surprise mystery
    lunch dinner breakfast coffee tea train bus car kid kids baby weekend holiday vacation weather homework nda
    privacy""".split()
)

BUSINESS_WORDS = frozenset(
    """account accounts address app application b2b b2c budget business businesses card cards code company companies
    confirmation consultant consulting contact cost costs crm customer customers client clients data deal deals demo
    email enterprise firm goal id industry info information lead leads location mail manager marketing meeting message
    money month months name number office operations ops order otp owner founder cofounder password passcode payment
    pin ceo cto coo cfo cmo cio vp director head engineer developer analyst assistant partner phone platform price
    pricing product products project purchase question questions quote reference rep reps reseller role sales service
    services shop size software solution solutions ssn staff startup store student support system table team teams
    ticket tickets time timeline tool tools trial user users website week weeks year years agency bank school hospital
    clinic restaurant hotel retailer manufacturer nonprofit charity university government healthcare finance fintech
    saas ecommerce retail education logistics insurance inbound outbound live chat chatbot automation integration
    integrations qualification pipeline reservation booking appointment party estate""".split()
)

CALENDAR_WORDS = (
    german.CALENDAR_WORDS
    | spanish.CALENDAR_WORDS
    | frozenset(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    spring summer autumn fall winter""".split()
    )
)

_GERMAN = german.FUNCTION_WORDS | german.CHAT_WORDS | german.BUSINESS_WORDS | german.DESCRIBING_WORDS
_SPANISH = spanish.FUNCTION_WORDS | spanish.CHAT_WORDS | spanish.BUSINESS_WORDS | spanish.DESCRIBING_WORDS
NOT_A_NAME = (
    FUNCTION_WORDS | CHAT_WORDS | DESCRIBING_WORDS | BUSINESS_WORDS | THINGS | ((_GERMAN | _SPANISH) - PARTICLES)
)
"""No person introduces themselves by one of these alone, however it is written."""

SENTENCE_WORDS = frozenset(
    """you you're your yours he she they them it's that that's thats this these those what what's whats why how where
    when which who is isn't are aren't am was were be not no none nor never don't dont doesn't didn't can't cannot won't
    have has had me same later yet still being decided tbd tbc anything nothing report answer important relevant matter
    matters depends know knows say tell ask want wants need needs would should could can will wish lol haha
    das es sie ist sind nicht nichts kein keine warum wieso weshalb spielt egal wichtig berichte
    eso esto es igual no nada nunca importa qué porque reporto
    unwichtig""".split()
)
"""Words of sentences: an answer in lower case that holds one is no title and no company's name."""

ALSO_NAMES = frozenset(
    "ella una mi irish rich will may manual art young price love day english french good best back case short".split()
)
"""Words of the lists above that are first or last names as well, when written with a capital beside another one."""
