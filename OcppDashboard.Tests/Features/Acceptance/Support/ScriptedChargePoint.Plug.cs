namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>What tests at the plug look at.</summary>
internal sealed partial class ScriptedChargePoint
{
    /// <summary>Authorize is answered as usual.</summary>
    public bool AcceptsCards => authorizeAnswer is null;
}
