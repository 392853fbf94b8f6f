using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>The account that exists only in Development, so that a fresh clone can be looked at.</summary>
internal sealed class StaffSeed(StaffAccounts accounts, KeyRing keys, IHostEnvironment environment)
{
    private const string Login = "demo";

    /// <summary>Makes the account and returns what to print; null outside Development, where it is never made.</summary>
    /// <remarks>The password comes from the key ring: the same at every start, another on every installation, stored nowhere.</remarks>
    public async Task<SeededStaff?> EnsureAsync(CancellationToken ct)
    {
        if (!environment.IsDevelopment()) return null;
        var password = new string([.. keys.HashOf("staff.seeded", Login).Where(char.IsAsciiLetterOrDigit).Take(12)]).ToLowerInvariant();
        await accounts.EnsureSeededAsync(Login, "演示管理员", password, ct);
        return new SeededStaff(Login, password);
    }
}

/// <summary>Login and password of the Development account.</summary>
internal sealed record SeededStaff(string Login, string Password)
{
    /// <summary>The line printed at start.</summary>
    public string Sentence => $"登录名 {Login}，密码 {Password}（只在开发环境有这个账号）";
}
