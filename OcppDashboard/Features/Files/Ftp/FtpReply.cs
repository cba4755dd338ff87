using System.Text;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>An answer on the control connection.</summary>
/// <param name="Text">Of its last or only line.</param>
/// <param name="Closes">The connection ends behind it.</param>
internal sealed record FtpReply(int Code, string Text, bool Closes = false)
{
    /// <summary>Lines before the last one; for FEAT.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    public byte[] ToBytes()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < Before.Count; i++) lines.Append(i == 0 ? $"{Code}-{Before[i]}" : $" {Before[i]}").Append("\r\n");
        return Encoding.UTF8.GetBytes(lines.Append(Code).Append(' ').Append(FtpCommandLine.Shown(Text)).Append("\r\n").ToString());
    }
}

/// <summary>Answers that are always the same.</summary>
internal static class FtpReplies
{
    public static readonly FtpReply Ready = new(220, "OcppDashboard takes files of charge points");
    public static readonly FtpReply TooMany = new(421, "Too many connections", Closes: true);
    public static readonly FtpReply Blocked = new(421, "Too many wrong logins from this address: wait a minute", Closes: true);
    public static readonly FtpReply Idle = new(421, "Nothing was said for too long", Closes: true);
    public static readonly FtpReply Stopping = new(421, "The server is being stopped", Closes: true);
    public static readonly FtpReply LineTooLong = new(500, "The line is too long", Closes: true);
    public static readonly FtpReply Bye = new(221, "Goodbye", Closes: true);

    public static readonly FtpReply PasswordPlease = new(331, "The password, please");
    public static readonly FtpReply LoggedIn = new(230, "Logged in");
    public static readonly FtpReply WrongLogin = new(530, "The login is wrong");
    public static readonly FtpReply LogInFirst = new(530, "Log in first");
    public static readonly FtpReply LoginOver = new(530, "The login was for one job, which is over");
    public static readonly FtpReply UserFirst = new(503, "USER comes first");

    public static readonly FtpReply Okay = new(200, "Fine");
    public static readonly FtpReply NotHere = new(502, "This server does not do that");
    public static readonly FtpReply OnlyPassive = new(502, "Active mode is not done here: use passive mode, EPSV or PASV");
    public static readonly FtpReply NotThisValue = new(504, "Not with this value");
    public static readonly FtpReply NothingHere = new(550, "Nothing of it is here");
    public static readonly FtpReply Incomplete = new(501, "Something is missing or not readable behind the command");

    public static readonly FtpReply PassiveFirst = new(425, "Use EPSV or PASV first");
    public static readonly FtpReply NoPort = new(425, "No port is free for a data connection: try again later");
    public static readonly FtpReply NoData = new(425, "No data connection came from your address");
    public static readonly FtpReply NoDataTls = new(425, "TLS of the data connection failed");
    public static readonly FtpReply Resume = new(150, "Go on");
    public static readonly FtpReply NothingToAbort = new(226, "Nothing is going on");
    public static readonly FtpReply NeedsTls = new(534, "This login is good over TLS only: use AUTH TLS first");
    public static readonly FtpReply NeedsProtection = new(522, "The data connection must use TLS too: use PROT P first");
    public static readonly FtpReply TlsFirst = new(503, "AUTH TLS comes first");
}
