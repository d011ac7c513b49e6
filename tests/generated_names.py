"""Names of people in forty languages, put together from syllables and endings of each: none is picked, few are anybody's."""

from __future__ import annotations

import random
from collections.abc import Iterator

# Language: beginnings of given names, their endings, beginnings of family names, their endings; a comma divides what is put together.
SYLLABLES = {
    "Welsh": ("Gwen,Rhy,Cer,Myf,Eir", "dd,an,wyn,lyn,is", "Llew,Pen,Tre,Mor,Gwy", "elyn,nant,garth,gan,nedd"),
    "Irish": ("Nia,Sio,Aoi,Cia,Orl", "mh,bhan,fe,ran,aith", "O'Dow,McGra,Corri,Fla,Ken", "d,th,gan,herty,neally"),
    "Scots": ("Cal,Mor,Fer,Ish,Ail", "lum,ag,gus,bel,een", "Mac,Strath,Drum,Kin,Dun", "raith,more,mond,loch,bar"),
    "Swedish": ("Ing,Gun,Tor,Lin,Val", "mar,nar,sten,nea,borg", "Lind,Berg,Sjö,Hol,Ek", "qvist,ström,gren,mark,holm"),
    "Norwegian": ("Sig,Tor,Ra,Gud,Hal", "rid,bjørn,gnhild,mund,vard", "Hav,Sol,Nord,Bre,Lille", "nes,heim,dal,vik,haug"),
    "Danish": ("Kir,Mik,Ras,Sø,Fre", "sten,kel,mus,ren,deric", "Kjær,Møl,Lau,Vest,Brø", "sen,ler,ridsen,ergaard,gger"),
    "Finnish": ("Ai,Jou,Kir,Tai,Ve", "no,ko,si,mi,sa", "Lai,Vir,Kor,Ha,Mä", "nen,tanen,honen,kala,kinen"),
    "Icelandic": ("Sig,Guð,Þór,Ást,Jó", "urður,rún,dís,ríður,hanna", "Jóns,Gunnars,Þórs,Páls,Einars", "dóttir,son,dóttir,son,dóttir"),
    "German": ("Jür,Hei,Ger,Ul,Diet", "gen,ke,linde,rike,mar", "Brand,Schnei,Wag,Lüt,Hoff", "ner,derhan,enfeld,kemann,stett"),
    "Dutch": ("Wil,Jo,Saar,Bar,Ma", "lemijn,ost,tje,end,rijke", "Dijk,Ber,Ver,Zwa,Hoog", "stra,kenbosch,meulen,nenburg,eveen"),
    "French": ("Fran,Thi,Mé,Aur,Jean-", "çois,baut,lanie,élie,Yves", "Beau,Char,Du,La,Mon", "rivage,bonnel,chesnay,fontaine,tredon"),
    "Breton": ("Yann,Gwen,Mor,Ron,Ene", "ick,aël,gane,an,our", "Ker,Le,Pen,Tré,Guil", "mabon,goff,marc'h,vidic,lou"),
    "Spanish": ("Íñi,Con,Ra,Mai,Joa", "go,suelo,quel,te,quín", "Zubi,Arre,Villa,Este,Que", "zarreta,gui,lobos,banez,vedo"),
    "Basque": ("Ai,Ga,Eñ,Ira,Jo", "tor,rbiñe,aut,tze,kin", "Etxe,Goiko,Men,Urru,Aran", "berria,etxea,dizabal,tia,buru"),
    "Catalan": ("Jor,Mont,Oriol,Mer,Fer", "di,serrat,et,itxell,ran", "Puig,Cas,Bala,Ros,Fon", "demont,tellet,guer,selló,tanals"),
    "Portuguese": ("Gui,Joa,Fer,Ten,Lu", "lherme,quim,não,ório,cinda", "Car,Mo,Fi,Bra,Va", "valhosa,reirinha,gueiral,gançano,sconcelo"),
    "Italian": ("Gia,Lu,Sil,Or,Fi", "como,drezia,vana,sola,lippo", "Bel,Cas,Mon,San,Ta", "lagamba,tagnero,tefusco,guineto,rantelli"),
    "Romanian": ("Iu,Cri,Io,Mi,Gheor", "liana,stina,nuț,rela,ghița", "Popes,Iones,Mun,Du,Stă", "canu,culeanu,teanu,mitrache,nculescu"),
    "Greek": ("Sta,Eleu,The,Kyri,Ana", "vros,theria,odora,akos,stasios", "Papa,Kara,Hatzi,Theo,Geor", "nikolaou,manlidis,georgiou,dorakis,gantas"),
    "Albanian": ("Ar,Flu,Li,Be,Dri", "ben,tura,ndita,snik,tan", "Hox,Shkre,Ber,Kra,Dod", "haj,lishti,ishaj,sniqi,anaj"),
    "Serbian": ("Mi,Dra,Ne,Slo,Vu", "lutin,gica,venka,bodanka,kašin", "Stan,Jova,Petro,Ilij,Kos", "kovićević,novac,nijević,evski,tadinović"),
    "Polish": ("Zbi,Mał,Woj,Agni,Krzy", "gniew,gorzata,ciech,eszka,sztof", "Wiś,Kowa,Brze,Grab,Szym", "niewska,lczuk,zińska,owiecki,borski"),
    "Czech": ("Bo,Lu,Zde,Vra,Jiř", "humil,děk,něk,tislav,ina", "Nová,Ho,Krej,Dvo,Pro", "čková,rálek,čířová,řáček,cházka"),
    "Hungarian": ("Zsó,Gyön,Lász,Ilo,Bo", "fia,gyi,lóka,nka,glárka", "Szabó,Nagy,Kis,Hor,Var", "falvi,házi,faludy,váthné,gabalogh"),
    "Lithuanian": ("Vy,Al,Rū,Dai,Ge", "tautas,girdas,tenė,nora,diminas", "Kaz,Jan,Pet,Stan,Nau", "lauskas,kauskienė,rulis,kevičius,sėda"),
    "Latvian": ("Jā,Il,An,Gun,Val", "nis,ze,drejs,tars,dis", "Bērz,Kal,Oz,Lie,Vī", "iņš,niņa,oliņš,pkalne,tolsone"),
    "Estonian": ("Tõ,Kär,Rei,Mai,Ur", "nis,olin,n,re,mas", "Tam,Sa,Ka,Mä,Rebas", "mesaar,arniit,skpere,eots,mets"),
    "Ukrainian": ("Ole,Na,Bo,Myk,Sol", "ksandr,talka,hdan,olai,omiya", "Bon,Kra,Shev,Tka,Hry", "darenko,vchuk,chukivna,lych,horiv"),
    "Russian": ("Ev,Zi,Ark,Ly,Gleb", "dokim,naida,ady,udmila,ana", "Oryol,Zhu,Kras,Bely,Sokol", "nikov,kovsky,nopyorov,akova,inin"),
    "Georgian": ("Gi,Na,Za,Ke,Te", "orgi,tela,za,tevan,ngiz", "Kva,Mche,Shen,Gel,Lom", "ratskhelia,dlishvili,gelia,ovani,idze"),
    "Armenian": ("Ha,Ar,Na,Ti,Va", "koben,pine,rek,gran,hagn", "Pet,Sar,Gri,Mkr,Hov", "rosyan,gsyants,goryan,tchian,hannisyan"),
    "Turkish": ("Öz,Ay,Meh,Kı,Şü", "gür,şegül,metcan,vanç,kran", "Yıl,Çe,Kara,Öz,Ak", "dızer,likkol,osman,türkmen,soy"),
    "Arabic": ("Mu,Fa,Ha,Ra,Sa", "stafa,timah,ssan,nya,lwa", "Kha,Bar,Tami,Haw,Qa", "latbari,ghouti,midan,wari,simiya"),
    "Persian": ("Fe,Kha,Ma,Sho,Be", "reydoun,tereh,nijeh,kouh,hrouz", "Tehra,Farah,Ghor,Mosh,Rafsan", "nchi,mandi,banpour,tagh,zadeh"),
    "Hindi": ("Pri,Ra,Su,Ana,Dev", "yamvada,jeshwar,shmita,ndi,raj", "Chat,Mukh,Sri,Bha,Desh", "terwal,opadh,vastan,tnagar,pandeya"),
    "Tamil": ("Mu,Se,Ka,Ve,Thi", "rugan,lvi,viya,lmurugan,rumal", "Subra,Pala,Kum,Raja,Nata", "maniyam,nisami,araswami,gopalan,rajan"),
    "Chinese": ("Lei,Xiao,Jian,Wen,Ming", "ming,hua,guo,jing,zhe", "Zha,Hua,Xie,Ouya,Sh", "ng,ng,ng,ng,en"),
    "Korean": ("Min-,Seo-,Ji-,Tae-,Hyun-", "jae,yeon,woo,gyu,suk", "Yo,Ba,Ch,Kw,N", "on,ek,oi,ak,am"),
    "Vietnamese": ("Thu,Quan,Ngoc,Min,Phu", "y,g,anh,h,ong", "Ngu,Tr,Ph,Hu,D", "yen,uong,amh,ynh,oan"),
    "Yoruba": ("Ade,Olu,Ayo,Tem,Ba", "wale,waseun,dele,itope,batunde", "Oyin,Ogun,Ade,Fala,Aki", "lola,bowale,goke,deyi,nsanya"),
    "Akan": ("Kwa,Ako,Yaa,Kof,Ama", "me,sua,nti,itse,bena", "Adjei-,Owusu-,Asa,Boa,Men", "Boateng,Ansah,moah,kye,sah"),
    "Zulu": ("Si,Nom,Tha,Lun,Zan", "phiwe,vula,ndeka,gile,ele", "Mkhi,Dla,Ndlo,Buthe,Zwa", "zeni,minike,vukazi,lezwa,nelisa"),
}  # fmt: skip


def names(count: int, seed: int = 1) -> Iterator[tuple[str, str, str]]:
    """Language, given name and family name, `count` of each language; in those of East Asia the family name stands first."""
    drawn = random.Random(seed)
    for language, lists in SYLLABLES.items():
        begin, end, family, close = (one.split(",") for one in lists)
        for _ in range(count):
            yield language, drawn.choice(begin) + drawn.choice(end), drawn.choice(family) + drawn.choice(close)


def in_full(language: str, given: str, family: str) -> str:
    """The name as news write it."""
    return f"{family} {given}" if language in ("Chinese", "Korean", "Vietnamese") else f"{given} {family}"
