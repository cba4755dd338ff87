namespace OcppDashboard.Ocpp.Messages;

// Feature profile RemoteTrigger.

public record TriggerMessageRequest(MessageTrigger RequestedMessage, int? ConnectorId = null) : IOcppRequest<TriggerMessageResponse>;
public record TriggerMessageResponse(OcppEnum<TriggerMessageStatus> Status);
