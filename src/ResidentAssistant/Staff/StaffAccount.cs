namespace ResidentAssistant.Staff;

/// <summary>An account as it is stored.</summary>
internal sealed record StaffAccount
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Login, lower case.</summary>
    public required string Login { get; init; }

    /// <summary>Name that colleagues and residents see.</summary>
    public required string Name { get; init; }

    /// <summary>Hash by ASP.NET's password hasher.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>The password was given by someone else and must be changed at the next sign-in.</summary>
    public required bool MustChange { get; init; }

    /// <summary>Role.</summary>
    public required StaffRole Role { get; init; }

    /// <summary>Works for every community.</summary>
    public required bool Everywhere { get; init; }

    /// <summary>Sessions carry it; a changed one ends them.</summary>
    public required string Stamp { get; init; }

    /// <summary>The Development account.</summary>
    public required bool Seeded { get; init; }

    /// <summary>Cannot sign in.</summary>
    public required bool Disabled { get; init; }

    /// <summary>Locked until then, after too many wrong passwords.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Last sign-in.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>The colleague's own account in WeCom, when known.</summary>
    public string? WecomUserid { get; init; }
}

/// <summary>What is needed to make an account.</summary>
internal sealed record NewStaff(string Login, string Name, StaffRole Role, bool Everywhere, IReadOnlyList<Guid> Communities);

/// <summary>A colleague and their account in WeCom.</summary>
internal sealed record Reachable(string Member, CurrentStaff Staff);

/// <summary>A new account and the password that is shown once.</summary>
internal sealed record AddedStaff(Guid Id, string Login, string OneTimePassword);

/// <summary>What a sign-in came to.</summary>
internal abstract record SignInAnswer
{
    /// <summary>Right.</summary>
    public sealed record Welcome(StaffAccount Account) : SignInAnswer;

    /// <summary>Login or password is wrong, or the account may not sign in; which of these is not told.</summary>
    public sealed record Wrong : SignInAnswer
    {
        /// <summary>The one answer of this kind.</summary>
        public static Wrong Instance { get; } = new();
    }

    /// <summary>Too many wrong attempts.</summary>
    public sealed record Locked(DateTimeOffset Until) : SignInAnswer;
}
