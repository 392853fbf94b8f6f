using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>Where a colleague who reads a page gets to work from it.</summary>
internal sealed class StaffLink(IConfiguration configuration, IServiceProvider services)
{
    /// <summary>Address of the desk, through sign-in with WeCom where there is one; null without a public address.</summary>
    public string? Desk => configuration["PublicUrl"] is { Length: > 0 } address
        ? $"{address.TrimEnd('/')}{(services.GetService<MemberSignIn>() is null ? "/staff" : "/staff/wecom")}"
        : null;
}
