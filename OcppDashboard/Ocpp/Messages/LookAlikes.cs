using System.Globalization;
using System.Text;

namespace OcppDashboard.Ocpp.Messages;

/// <summary>Which identities people cannot tell apart: letters of other alphabets that look Latin, wide, raised and styled forms.</summary>
public static class LookAlikes
{
    // Cyrillic, Greek, Armenian and Cherokee letters, each above the Latin one that it looks like
    private const string Strange =
        "АВЕЅІЈКМНОРСТУХԚԜҮҺӀ" + "аеѕіјорсухԁһԛԝӏүк" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ" + "οανρτυικϲ" + "օսցհոԼՏՕ" + "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ" + "ıǃⲟ";

    private const string Latin =
        "ABESIJKMHOPCTYXQWYHI" + "aesijopcyxdhqwlyk" + "ABEZHIKMNOPTYXCj" + "oavptuikc" + "oughnLSO" + "ABCDEGHJKLMPRSTVWZ" + "i!o";

    private static readonly Dictionary<char, char> ToLatin = Strange.Zip(Latin).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The same for all identities that look alike, in capitals; of an identity in ASCII it is itself.</summary>
    public static string Skeleton(string identity)
    {
        if (Ascii.IsValid(identity)) return identity.ToUpperInvariant();
        var skeleton = new StringBuilder(identity.Length);
        foreach (var c in Latinised(identity).Normalize(NormalizationForm.FormKD)) skeleton.Append(ToLatin.GetValueOrDefault(c, c));
        return skeleton.ToString().Normalize(NormalizationForm.FormKC).ToUpper(CultureInfo.InvariantCulture);
    }

    private static string Latinised(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = ToLatin.GetValueOrDefault(source[i], source[i]);
    });
}
