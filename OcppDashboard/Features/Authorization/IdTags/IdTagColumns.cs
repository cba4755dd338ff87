namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>What a column of a table of id tags means.</summary>
internal enum IdTagColumn
{
    IdTag,
    ParentIdTag,
    Status,
    Expires,
    Concurrent,
    Note,
    Blocked,
    MostConcurrent,
}

/// <summary>Finds what the columns of a table mean by their titles: ours, those of SteVe's export and the usual ones in English and German.</summary>
/// <param name="Of">Meaning of each column; null: not understood, or there already.</param>
/// <param name="Titles">As they stand in the file; empty where the file has none.</param>
/// <param name="IsUntil">The day in the expiry column still counts ("valid until").</param>
internal sealed record IdTagColumns(IReadOnlyList<IdTagColumn?> Of, IReadOnlyList<string> Titles, bool IsUntil)
{
    private static readonly string[] Until = ["until", "bis", "validto", "validthru", "lastday", "enddate", "validtill"];
    private static readonly Dictionary<string, IdTagColumn> Names = Make(
        (IdTagColumn.IdTag, "idtag tag tagid rfid rfidtag rfiduid rfidnumber rfidcard uid carduid cardid cardnumber cardno card token idtoken tokenuid badge karte kartennummer ladekarte identifier"),
        (IdTagColumn.ParentIdTag, "parentidtag parent parentid parenttag parentidtoken groupidtag groupid group gruppe"),
        (IdTagColumn.Status, "status state authorizationstatus"),
        (IdTagColumn.Expires, "expires expiresutc expiresat expireson expirydate expiry expirydatetime expirydateutc expirationdate expiration expireddate expirytime "
            + "validuntil validto validtill validthru validuntilutc enddate lastday ablauf ablaufdatum ablaeuftam gueltigbis gltigbis"),
        (IdTagColumn.Concurrent, "concurrent allowsconcurrent allowconcurrent concurrenttx concurrenttransactions concurrentallowed allowconcurrenttransactions"),
        (IdTagColumn.MostConcurrent, "maxactivetransactioncount maxactivetransactions maxactivetx maxconcurrent maxconcurrenttransactions maximumconcurrenttransactions "
            + "maximumofconcurrenttransactions maxconcurrenttx maxtransactions concurrenttransactionlimit maximumconcurrent"),
        (IdTagColumn.Note, "note notes comment comments remark remarks description name label notiz bemerkung kommentar beschreibung"),
        (IdTagColumn.Blocked, "blocked isblocked locked disabled gesperrt inactive"));

    /// <returns>Null when the first record is no line of titles: then the fields stand in the order of our own export.</returns>
    public static IdTagColumns? OfTitles(IReadOnlyList<string> titles)
    {
        var of = new IdTagColumn?[titles.Count];
        var until = false;
        for (var i = 0; i < of.Length; i++)
        {
            if (!Names.TryGetValue(Word(titles[i]), out var meaning) || of.Contains(meaning)) continue;
            of[i] = meaning;
            if (meaning == IdTagColumn.Expires) until = Until.Any(word => Word(titles[i]).Contains(word, StringComparison.Ordinal));
        }
        var isTitles = of.Contains(IdTagColumn.IdTag) || of.Count(meaning => meaning is not null) > 1; // "Blocked" alone may be a status
        return isTitles ? new(of, titles, until) : null;
    }

    /// <summary>The order of our own export.</summary>
    public static IdTagColumns Untitled { get; } =
        new([IdTagColumn.IdTag, IdTagColumn.ParentIdTag, IdTagColumn.Status, IdTagColumn.Expires, IdTagColumn.Concurrent, IdTagColumn.Note], [], false);

    /// <summary>True when a title is understood, whether or not an earlier column has the same meaning.</summary>
    public static bool Knows(string title) => Names.ContainsKey(Word(title));

    public int IndexOf(IdTagColumn meaning)
    {
        for (var i = 0; i < Of.Count; i++)
            if (Of[i] == meaning) return i;
        return -1;
    }

    private static string Word(string title) => new([.. title.ToLowerInvariant().Where(char.IsAsciiLetter)]);

    private static Dictionary<string, IdTagColumn> Make(params (IdTagColumn Meaning, string Names)[] rows)
    {
        var names = new Dictionary<string, IdTagColumn>();
        foreach (var (meaning, text) in rows)
            foreach (var name in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                names[name] = meaning;
        return names;
    }
}
