using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Collects what a judge finds while it looks through the frames; the worst of it is the verdict.</summary>
internal sealed class VerdictBuilder
{
    private readonly List<Expectation> expected = [];
    private readonly List<(Verdict Verdict, string Result, string Why)> found = [];

    public List<string> Observations { get; } = [];
    public List<string> Evidence { get; } = [];
    public List<string> Traits { get; } = [];
    public string? Policy { get; set; }

    /// <returns>True where it is met.</returns>
    public bool Expect(string text, bool? isMet, string seen = "", CapturedFrame? frame = null)
    {
        expected.Add(new(text, isMet, seen, frame?.Number));
        return isMet == true;
    }

    public void Fail(string result, string why) => found.Add((Verdict.Fail, result, why));
    public void Inconclusive(string result, string why) => found.Add((Verdict.Inconclusive, result, why));
    public void Remark(string result, string why) => found.Add((Verdict.Remark, result, why));

    /// <summary>Says of a result made elsewhere what was expected and seen until then.</summary>
    public LegResult With(LegResult result) => result with { Expected = expected, Observations = Observations, Evidence = Evidence, Traits = Traits, Policy = Policy };

    /// <param name="result">Of a pass; a remark is put behind it.</param>
    public LegResult Close(string result, string why)
    {
        if (found.Count == 0) return With(new(Verdict.Pass, result, why));
        var worst = found.Max(one => one.Verdict);
        var these = found.Where(one => one.Verdict == worst).ToList();
        var words = string.Join("; ", these.Select(one => one.Result).Distinct());
        return With(new(worst, worst == Verdict.Remark && result.Length > 0 ? $"{result}; {words}" : words, string.Join(" ", these.Select(one => one.Why).Distinct())));
    }
}
