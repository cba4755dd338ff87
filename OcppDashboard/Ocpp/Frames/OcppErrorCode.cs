namespace OcppDashboard.Ocpp.Frames;

/// <summary>The error codes of a CALLERROR, as OCPP 1.6 spells them (OCPP-J 4.2.3).</summary>
public static class OcppErrorCode
{
    public const string NotImplemented = "NotImplemented";
    public const string NotSupported = "NotSupported";
    public const string InternalError = "InternalError";
    public const string ProtocolError = "ProtocolError";
    public const string SecurityError = "SecurityError";
    public const string FormationViolation = "FormationViolation";
    public const string PropertyConstraintViolation = "PropertyConstraintViolation";
    /// <summary>Misspelled in the specification, so sent like this.</summary>
    public const string OccurenceConstraintViolation = "OccurenceConstraintViolation";
    public const string TypeConstraintViolation = "TypeConstraintViolation";
    public const string GenericError = "GenericError";

    /// <summary>The 1.6 spelling of a code, whichever spelling came (D19).</summary>
    public static string Normalise(string code) => code switch
    {
        "FormatViolation" => FormationViolation,
        "OccurrenceConstraintViolation" => OccurenceConstraintViolation,
        _ => code,
    };
}
