using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace OcppDashboard.Tests.Browser;

/// <summary>
/// What axe finds on a page. Its script is put into each page once and asked there: the package's own way takes a blank page, and half a second,
/// for every question, to look into frames of other sites, which there are none of.
/// </summary>
internal static class AxeCheck
{
    private const string Run = """
        async onlyColours => {
          const dialog = document.querySelector("dialog[open]"); // what lies under a modal dialog was looked at before
          const found = await axe.run(dialog ?? document, { resultTypes: ["violations"], ...(onlyColours ? { runOnly: ["color-contrast"] } : {}) });
          return found.violations.filter(fault => fault.impact === "serious" || fault.impact === "critical")
            .map(fault => `${fault.impact} ${fault.id}: ${fault.help}: ${fault.nodes.slice(0, 4).map(node => node.html).join(" | ")}`);
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <param name="onlyColours">Contrast alone: all that a theme changes.</param>
    /// <returns>A sentence for each serious or critical violation.</returns>
    public static async Task<string[]> FaultsAsync(IPage page, bool onlyColours)
    {
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'")) await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Run, onlyColours);
    }
}
