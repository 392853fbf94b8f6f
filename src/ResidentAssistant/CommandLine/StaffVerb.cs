using System.CommandLine;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>staff add</c>: makes an account and prints its one-time password once.</summary>
internal static class StaffVerb
{
    /// <summary>The command with its options.</summary>
    public static Command Command()
    {
        var login = new Option<string>("--login") { Description = "Name to sign in with", Required = true };
        var name = new Option<string?>("--name") { Description = "Name that residents and colleagues read (default: the login)" };
        var role = new Option<StaffRole>("--role") { Description = "administrator, committee, street, contractor, supervisor or property", Required = true };
        var community = new Option<string[]>("--community") { Description = "Name of a community; without one the account serves all" };
        var member = new Option<string?>("--wecom") { Description = "The colleague's account (userid) in WeCom" };
        var add = new Command("add", "Make an account; its one-time password is printed once") { login, name, role, community, member };
        add.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(null, ct);
            var wanted = parsed.GetValue(community) ?? [];
            var known = await app.Services.GetRequiredService<Register>().CommunitiesAsync(ct);
            var ids = wanted.Select(w => known.FirstOrDefault(k => k.Name == w)?.Id
                ?? throw new RefusedException("NoCommunity", $"There is no community named \"{w}\"; known are: {string.Join(", ", known.Select(k => k.Name))}.")).ToList();
            if (parsed.GetValue(member) is { } given) StaffAccounts.CheckMember(given);
            var added = await app.Services.GetRequiredService<StaffAccounts>().AddAsync(
                new NewStaff(parsed.GetValue(login)!, parsed.GetValue(name) ?? parsed.GetValue(login)!, parsed.GetValue(role), ids.Count == 0, ids), ct);
            await app.Services.GetRequiredService<StaffAccounts>().NoteMemberAsync(added.Id, parsed.GetValue(member), ct);
            Console.WriteLine($"账号 {added.Login} 建好了。一次性密码：{added.OneTimePassword}（第一次登录后要改）");
            return 0;
        });
        return new Command("staff", "Accounts of the console") { add };
    }
}
