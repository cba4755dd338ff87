using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>One central system for the plays of a group, each with a charge point of its own.</summary>
public sealed class ConformanceSystem : IAsyncLifetime
{
    private int lastNumber;

    internal TestCentralSystem Central { get; private set; } = null!;
    internal FrameRecord Frames { get; } = new();

    internal string NextId() => "CP-" + Interlocked.Increment(ref lastNumber).ToString(CultureInfo.InvariantCulture);

    public async Task InitializeAsync() => Central = await TestCentralSystem.StartAsync();

    public async Task DisposeAsync() => await Central.DisposeAsync();
}

/// <summary>
/// A group of the Open Charge Alliance's test cases for OCPP 1.6, played from the charge point's side with frames of our own.
/// The table of all cases is docs/conformance.md.
/// </summary>
public abstract class ConformanceTest(ConformanceSystem system) : IClassFixture<ConformanceSystem>
{
    private protected TestCentralSystem Central => system.Central;

    private protected string Now => At(TimeSpan.Zero);

    /// <summary>A charge point that is connected and has booted.</summary>
    private protected async Task<PlayedChargePoint> BootedAsync()
    {
        var chargePoint = await ConnectedAsync();
        await chargePoint.BootAsync();
        return chargePoint;
    }

    /// <summary>A charge point that is connected and has said nothing yet.</summary>
    private protected Task<PlayedChargePoint> ConnectedAsync() => PlayedChargePoint.ConnectAsync(system, system.NextId());

    private protected PlayedChargePoint Unconnected() => new(system, system.NextId());

    /// <summary>A time as a charge point writes it.</summary>
    private protected string At(TimeSpan fromNow) => PlayedChargePoint.Stamp(Central.Time.GetUtcNow() + fromNow);

    private protected Task<CommandSnapshot> EndedAsync(CommandSnapshot command, CommandState state) =>
        Central.CommandAsync(command.Id, ended => ended.State == state, $"{command.Action} that is {state}");

    private protected static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    /// <summary>Plays the group once more and holds every frame that we sent against the published schemas.</summary>
    [SharedFact]
    public async Task NeedsShared_every_frame_that_we_send_is_valid()
    {
        foreach (var play in GetType().GetMethods().Where(method => method.Name.StartsWith("TC_", StringComparison.Ordinal)))
        {
            try
            {
                await (Task)play.Invoke(this, [])!;
            }
            catch (TargetInvocationException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerException!);
            }
        }
        Assert.NotEmpty(system.Frames.Sent);
        Assert.Empty(system.Frames.Faults());
    }
}
