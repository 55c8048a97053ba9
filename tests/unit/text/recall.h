/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_TEXT_RECALL_H
#define TESTS_UNIT_TEXT_RECALL_H
/* Words as one types them, and the forms that stand in texts: each must find the other. */

static const struct {
    const char *lang;
    const char *pairs; /* "typed=stands typed=stands ..." */
} recall[] = {
    { "ru",
        "повестка=повестку повестка=повесток повестку=повестке мобилизация=мобилизации "
        "мобилизованный=мобилизованного военкомат=военкомате контракт=контракта "
        "контрактник=контрактников суд=суда суд=суде заседание=заседания адвокат=адвокатом "
        "отец=отца отца=отец муж=мужа жена=жене сын=сына ребёнок=ребенка брат=брата мать=матери "
        "день=дня дня=день человек=людей паспорт=паспорта граница=границу граница=границе "
        "подвал=подвале "
        "яма=яму командир=командира часть=части рапорт=рапорта отказ=отказа отказник=отказников "
        "дезертир=дезертира побег=побега госпиталь=госпитале ранение=ранения справка=справки "
        "комиссия=комиссию апелляция=апелляции решение=решением жалоба=жалобу "
        "прокуратура=прокуратуру "
        "беженец=беженца убежище=убежища выдача=выдаче депортация=депортации розыск=розыске "
        "пытки=пытками письмо=писем писать=пишет угрозы=угрожают помощь=помощи" },
    { "uk",
        "повістка=повістку повістка=повісток мобілізація=мобілізації мобілізований=мобілізованого "
        "суд=суді суд=суду рік=року дім=дому ніч=ночі кінь=коня рука=руці нога=нозі книга=книзі "
        "відстрочка=відстрочку відстрочка=відстрочок відмова=відмову служба=службу служба=службі "
        "військо=війська військовий=військового командир=командира частина=частині підвал=підвалі "
        "яма=ямі паспорт=паспорта кордон=кордону кордон=кордоні син=сина чоловік=чоловіка "
        "дружина=дружину батько=батька мати=матері дитина=дитини адвокат=адвокатом скарга=скаргу "
        "скарга=скарзі рішення=рішенням засідання=засіданні шпиталь=шпиталі поранення=пораненням "
        "довідка=довідку комісія=комісії розшук=розшуку притулок=притулку біженець=біженця "
        "катування=катуванням погроза=погрози допомога=допомоги день=дня лист=листи" },
    { "be",
        "позва=позву павестка=павестку павестка=павестак мабілізацыя=мабілізацыі суд=судзе "
        "суд=суда "
        "рука=руцэ нага=назе мова=моў слова=слоў галава=галоў горад=гарадоў вока=вачэй дзень=дня "
        "ноч=ночы брат=браце сын=сына муж=мужа жонка=жонцы бацька=бацькі маці=мацеры дзіця=дзіцяці "
        "пашпарт=пашпарта мяжа=мяжу граніца=граніцы адвакат=адвакатам скарга=скаргу "
        "рашэнне=рашэннем "
        "пасяджэнне=пасяджэнні шпіталь=шпіталі раненне=раненнем даведка=даведку камісія=камісіі "
        "войска=войску вайсковы=вайсковага камандзір=камандзіра частка=часткі падвал=падвале "
        "служба=службу адмова=адмову ваенкамат=ваенкамата вышук=вышуку бежанец=бежанца "
        "прытулак=прытулку катаванне=катаванні пагроза=пагрозы дапамога=дапамогі ліст=лісты" },
    { "en",
        "summons=summonses letter=letters army=armies city=cities child=children wife=wives "
        "country=countries court=courts hearing=hearings lawyer=lawyers appeal=appealed "
        "appeal=appeals "
        "desert=deserted deserter=deserters refuse=refused refusal=refusals threaten=threatened "
        "threat=threats beat=beaten torture=tortured detain=detained detention=detentions "
        "commander=commanders soldier=soldiers passport=passports border=borders "
        "hospital=hospitals "
        "wound=wounded injury=injuries visa=visas asylum=asylum-seeker refugee=refugees "
        "extradition=extraditions deport=deported deportation=deportations contract=contracts "
        "sign=signed mobilise=mobilised enlist=enlistment document=documents "
        "certificate=certificates "
        "decision=decisions deadline=deadlines brother=brothers person=people family=families "
        "study=studied" },
    { "de",
        "Einberufung=Einberufungen Bescheid=Einberufungsbescheid Bescheid=Bescheide Pass=Pässe "
        "Pass=Passes "
        "Anwalt=Anwälte Anwältin=Anwältinnen Vater=Väter Mutter=Mütter Sohn=Söhne Bruder=Brüder "
        "Kind=Kinder Frau=Frauen Mann=Männer Gericht=Gerichts Gericht=Gerichte "
        "Verhandlung=Verhandlungen "
        "Frist=Fristen Antrag=Anträge Klage=Klagen Berufung=Berufungen Urteil=Urteile "
        "Soldat=Soldaten "
        "Offizier=Offiziere Kommandeur=Kommandeurs Keller=Kellern Folter=gefoltert "
        "Drohung=Drohungen "
        "Grenze=Grenzen Ausreise=Ausreisen Flucht=Fluchten Asyl=Asylantrag Asylantrag=Asylantrags "
        "Abschiebung=Abschiebungen Auslieferung=Auslieferungen Haft=Haftbefehl "
        "Krankenhaus=Krankenhäuser "
        "Wunde=Wunden Vertrag=Verträge Dienst=Wehrdienst Verweigerer=Verweigerern Brief=Briefe "
        "Zeugnis=Zeugnisse Straße=Strassen Monat=Monate" },
};

#endif
