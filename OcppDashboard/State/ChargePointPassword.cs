using System.Security.Cryptography;
using System.Text;

namespace OcppDashboard.State;

/// <summary>Passwords of charge points as <see cref="ChargePointSettings.PasswordSha256"/> keeps them.</summary>
public static class ChargePointPassword
{
    /// <summary>Digits of an AuthorizationKey of 20 bytes.</summary>
    private const int KeyDigits = 40;

    /// <summary>SHA-256 as hexadecimal digits. An AuthorizationKey of 40 hexadecimal digits stands for its 20 bytes (A14).</summary>
    public static string Hash(string password) => Convert.ToHexStringLower(SHA256.HashData(
        password.Length == KeyDigits && password.All(char.IsAsciiHexDigit) ? Convert.FromHexString(password) : Encoding.UTF8.GetBytes(password)));
}
