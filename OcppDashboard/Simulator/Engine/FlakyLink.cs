namespace OcppDashboard.Simulator.Engine;

/// <summary>A link that fails now and then, for models that have one.</summary>
internal sealed class FlakyLink(Device device)
{
    /// <summary>Whether this message is one of those that are sent twice.</summary>
    public bool Repeats() => device.Behaviour.RepeatedShare > 0 && device.Random.NextDouble() < device.Behaviour.RepeatedShare;

    public async Task RunAsync()
    {
        while (device.Behaviour.DropsEverySeconds > 0)
        {
            await device.Delay(TimeSpan.FromSeconds(device.Behaviour.DropsEverySeconds * (0.5 + device.Random.NextDouble())));
            device.Log.Add("the link broke");
            device.Connection.Drop();
        }
    }
}
