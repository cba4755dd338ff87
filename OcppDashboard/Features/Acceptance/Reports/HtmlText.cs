using System.Text;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>
/// Writes HTML: names of elements and attributes are ours, every text and every attribute's value goes through <see cref="Encode"/>, and there is
/// no way past it. Line ends are LF.
/// </summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> LogBlocks =
    [
        "head", "meta", "title", "style", "body", "svg", "symbol", "main", "section", "h1", "h2", "h3", "dl", "dt", "div", "p", "table", "colgroup", "thead", "tbody", "tr", "td", "th",
        "ul", "li", "pre", "figure", "img", "figcaption", "details", "summary",
    ];

    private readonly StringBuilder text = new("<!doctype html>\n");

    /// <summary>Opens an element until the result is disposed.</summary>
    public Scope In(string element, string? cls = null, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, cls, attributes);
        if (element == "pre") text.Append('\n'); // a parser drops the first line feed of a pre
        return new(this, element);
    }

    /// <summary>An element with a text.</summary>
    public HtmlText Element(string element, string content, string? cls = null, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using (In(element, cls, attributes)) Text(content);
        return this;
    }

    /// <summary>An element without content or end.</summary>
    public void Void(string element, params ReadOnlySpan<(string Name, string? Value)> attributes) => Tag(element, null, attributes);

    public HtmlText Text(string content)
    {
        text.Append(Encode(content));
        return this;
    }

    /// <param name="css">Ours: nothing of a charge point's may be in it.</param>
    public void Style(string css)
    {
        if (css.Contains('<', StringComparison.Ordinal)) throw new ArgumentException("A stylesheet with < could end its element.", nameof(css));
        using (In("style")) text.Append('\n').Append(css.ReplaceLineEndings("\n"));
    }

    /// <summary>The encoder of all of it: text, quoted attribute values.</summary>
    public static string Encode(string content)
    {
        var clean = ForeignText.Clean(content);
        return clean.AsSpan().IndexOfAny("&<>\"'") < 0 ? clean
            : clean.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
                .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
    }

    public override string ToString() => text.ToString();

    private void Tag(string element, string? cls, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        if (LogBlocks.Contains(element) && text[^1] != '\n') text.Append('\n');
        text.Append('<').Append(element);
        if (cls is not null) Attribute("class", cls);
        foreach (var (name, value) in attributes)
            if (value is not null) Attribute(name, value);
        text.Append('>');
    }

    private void Attribute(string name, string value) => text.Append(' ').Append(name).Append("=\"").Append(Encode(value)).Append('"');

    internal readonly ref struct Scope(HtmlText html, string element)
    {
        public void Dispose() => html.text.Append("</").Append(element).Append('>');
    }
}
