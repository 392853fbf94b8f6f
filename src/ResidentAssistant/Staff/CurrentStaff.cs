namespace ResidentAssistant.Staff;

/// <summary>The colleague who makes this request, as the account stands now and not as it stood at sign-in.</summary>
internal sealed record CurrentStaff(Guid Id, string Login, string Name, StaffRole Role, StaffScope Scope, bool MustChangePassword)
{
    /// <summary>
    /// True when the role grants it and the communities suffice; a password given by someone else must be changed before anything else.
    /// </summary>
    public bool May(StaffAction action) => Permissions.Allow(Role, action) && (Scope.Everywhere || !Permissions.NeedsEverywhere(action))
        && (!MustChangePassword || action == StaffAction.OwnAccount);

    /// <summary>The colleague of this request, or null when nobody is signed in.</summary>
    public static CurrentStaff? Of(HttpContext http) => http.Features.Get<CurrentStaff>();
}

/// <summary>How pages ask who is there.</summary>
internal static class CurrentStaffAccess
{
    /// <summary>The colleague of this request; the gate has already let them in.</summary>
    public static CurrentStaff Staff(this HttpContext http) =>
        CurrentStaff.Of(http) ?? throw new RefusedException("NotSignedIn", "请先登录。", StatusCodes.Status401Unauthorized);
}
