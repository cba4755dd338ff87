namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Looks after charge points that connected by themselves and that nobody ever set anything for.</summary>
public interface IStrangers
{
    /// <summary>As many charge points are known as may be, and one more came: those that were not seen for longest give way.</summary>
    void MakeRoom();
}
