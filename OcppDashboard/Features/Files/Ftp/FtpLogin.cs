namespace OcppDashboard.Features.Files.Ftp;

/// <summary>Logins are made for one job each; unknown users and wrong passwords get the same answer after the same work.</summary>
internal sealed class FtpLogin(FtpParts parts, FtpState state)
{
    public FtpReply User(string name)
    {
        state.LogOut();
        state.User = name;
        return FtpReplies.PasswordPlease;
    }

    public FtpReply Password(string password)
    {
        if (state.User is not { } user) return FtpReplies.UserFirst;
        if (parts.Limits.MustWait(state.Remote)) return FtpReplies.Blocked;
        state.LogOut();
        if (parts.Transfers.FindLogin(user, password) is not { Scheme: FileScheme.Ftp or FileScheme.Ftps } transfer)
        {
            parts.Limits.Failed(state.Remote);
            parts.Logger.LogWarning("A wrong {Via} login from {Remote}", state.Via, state.Remote);
            return FtpReplies.WrongLogin;
        }
        if (transfer.Scheme == FileScheme.Ftps && !state.IsTls) return FtpReplies.NeedsTls;
        parts.Limits.Succeeded(state.Remote);
        state.LogIn(transfer);
        parts.Logger.LogInformation("{ChargePoint} logged in by {Via} from {Remote}", transfer.ChargePointId, state.Via, state.Remote);
        return FtpReplies.LoggedIn;
    }
}
