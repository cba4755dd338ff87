using System.Globalization;
using System.Text;

namespace OcppDashboard.Api.Health;

/// <summary>Writes figures in Prometheus's text format 0.0.4. Names are ours; values of labels may be any text.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    /// <summary>Begins a family: all its samples follow before the next one begins.</summary>
    /// <param name="type">counter, gauge or histogram.</param>
    public PrometheusText Family(string name, string type, string help)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    public PrometheusText Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            Escape(labels[i].Value);
            text.Append('"');
        }
        if (labels.Length > 0) text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    /// <summary>A family of one sample without labels.</summary>
    public PrometheusText Single(string name, string type, string help, double value) => Family(name, type, help).Sample(name, value);

    public static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private void Escape(string value)
    {
        foreach (var c in value)
            _ = c switch { '\\' => text.Append("\\\\"), '"' => text.Append("\\\""), '\n' => text.Append("\\n"), _ => text.Append(c) };
    }

    public override string ToString() => text.ToString();
}
