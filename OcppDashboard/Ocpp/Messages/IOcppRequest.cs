namespace OcppDashboard.Ocpp.Messages;

/// <summary>The payload of a CALL whose CALLRESULT carries a <typeparamref name="TResponse"/>.</summary>
public interface IOcppRequest<TResponse> where TResponse : class;
