using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>Accounts of colleagues: making them, finding them, and checking a password.</summary>
internal sealed class StaffAccounts(Database database, IHostEnvironment environment, TimeProvider clock)
{
    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public const int AttemptsAllowed = 5;

    /// <summary>How long it stays locked.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // Only the hash format of ASP.NET's hasher is used; it does not look at the user.
    private static readonly PasswordHasher<object> Hasher = new();
    private static readonly object Nobody = new();
    private static readonly string HashOfNothing = Hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>True when somebody who may manage the accounts can sign in here; the seeded account counts only in Development.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken ct) => await database.FirstAsync<long>("""
        select count(*) from staff_accounts where role = @role and everywhere = @yes and disabled = @no and (seeded = @no or seeded = @development)
        """, new { role = nameof(StaffRole.Administrator), yes = true, no = false, development = environment.IsDevelopment() }, ct) > 0;

    /// <summary>The account as a current colleague, or null when it is gone, disabled, or the stamp has changed.</summary>
    public async Task<CurrentStaff?> CurrentAsync(Guid id, string stamp, CancellationToken ct)
    {
        var account = await database.FirstAsync<StaffAccount>("select * from staff_accounts where id = @id", new { id }, ct);
        return account is null || account.Disabled || account.Stamp != stamp || !Admitted(account) ? null : await CurrentAsync(account, ct);
    }

    /// <summary>The colleague with that account in WeCom, or null when nobody here has it. WeCom vouches for him, so a password he has yet to change stops nothing.</summary>
    public async Task<CurrentStaff?> OfMemberAsync(string member, CancellationToken ct) =>
        await FindMemberAsync(member, ct) is { } account ? await CurrentAsync(account, ct) with { MustChangePassword = false } : null;

    /// <summary>Every colleague who can be reached in WeCom.</summary>
    public async Task<IReadOnlyList<Reachable>> ReachableAsync(CancellationToken ct)
    {
        var accounts = await database.QueryAsync<StaffAccount>("select * from staff_accounts where wecom_userid is not null and disabled = @no order by id", new { no = false }, ct);
        var found = new List<Reachable>();
        foreach (var account in accounts.Where(Admitted)) found.Add(new Reachable(account.WecomUserid!, await CurrentAsync(account, ct) with { MustChangePassword = false }));
        return found;
    }

    /// <summary>Whom WeCom has let in, when an account here belongs to that member; null when none does.</summary>
    public async Task<StaffAccount?> SignInMemberAsync(string member, CancellationToken ct)
    {
        if (await FindMemberAsync(member, ct) is not { } account) return null;
        await database.ExecuteAsync("update staff_accounts set signed_in_at = @now where id = @Id", new { account.Id, now = clock.GetUtcNow() }, ct);
        return account;
    }

    /// <summary>Notes which account in WeCom is the colleague's, or that none is.</summary>
    public async Task NoteMemberAsync(Guid id, string? member, CancellationToken ct)
    {
        var userid = FormText.Tidy(member) is { Length: > 0 } given ? given : null;
        if (userid is not null) CheckMember(userid);
        try
        {
            await database.ExecuteAsync("update staff_accounts set wecom_userid = @userid where id = @id", new { id, userid }, ct);
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) is not null)
        {
            throw new RefusedException("MemberTaken", "这个企业微信账号已经填给另一位同事了。", StatusCodes.Status409Conflict);
        }
    }

    /// <summary>All accounts by name.</summary>
    public Task<IReadOnlyList<StaffAccount>> ListAsync(CancellationToken ct) =>
        database.QueryAsync<StaffAccount>("select * from staff_accounts order by disabled, name, login", null, ct);

    /// <summary>Checks login and password; wrong ones are counted, and too many lock the account.</summary>
    public async Task<SignInAnswer> SignInAsync(string login, string password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var account = IsLogin(Plain(login)) ? await database.FirstAsync<StaffAccount>("select * from staff_accounts where login = @login", new { login = Plain(login) }, ct) : null;
        if (account is { LockedUntil: { } until } && until > now) return new SignInAnswer.Locked(until);

        // An unknown login costs the same time as a known one, so that logins cannot be guessed.
        var right = Hasher.VerifyHashedPassword(Nobody, account?.PasswordHash ?? HashOfNothing, password) != PasswordVerificationResult.Failed;
        if (account is null) return SignInAnswer.Wrong.Instance;
        if (!right)
        {
            await database.ExecuteAsync("""
                update staff_accounts set
                  failed_attempts = case when locked_until <= @now then 1 else failed_attempts + 1 end,
                  locked_until = case when locked_until <= @now then null when failed_attempts + 1 >= @allowed then @until else locked_until end
                 where id = @Id
                """, new { account.Id, now, until = now + LockedFor, allowed = AttemptsAllowed }, ct);
            return SignInAnswer.Wrong.Instance;
        }

        if (account.Disabled || !Admitted(account)) return SignInAnswer.Wrong.Instance;
        await database.ExecuteAsync("update staff_accounts set failed_attempts = 0, locked_until = null, signed_in_at = @now where id = @Id", new { account.Id, now }, ct);
        return new SignInAnswer.Welcome(account);
    }

    /// <summary>Makes an account with a one-time password, which is returned and stored nowhere in clear.</summary>
    public async Task<AddedStaff> AddAsync(NewStaff staff, CancellationToken ct)
    {
        var login = Plain(staff.Login);
        if (!IsLogin(login)) throw new RefusedException("BadLogin", "登录名只能用字母、数字和 . - _，最长 40 个。");
        if (FormText.Tidy(staff.Name) is not { Length: > 0 and <= 40 } name) throw new RefusedException("BadName", "请写姓名，最长 40 个字。");
        if (!FormText.IsPlain(name)) throw new RefusedException("BadName", FormText.Refusal);
        if (!staff.Everywhere && staff.Communities.Count == 0) throw new RefusedException("NoCommunity", "请选这位同事负责的小区。");

        var password = OneTimePassword();
        var id = await InsertAsync(login, name, staff.Role, staff.Everywhere, staff.Communities, Hasher.HashPassword(Nobody, password), mustChange: true, seeded: false, ct)
            ?? throw new RefusedException("LoginTaken", "这个登录名已经有人用了，请换一个。", StatusCodes.Status409Conflict);
        return new AddedStaff(id, login, password);
    }

    /// <summary>Gives the account a new one-time password, ends its sessions and unlocks it; null when there is no such account.</summary>
    public async Task<string?> ResetPasswordAsync(Guid id, CancellationToken ct)
    {
        var password = OneTimePassword();
        var touched = await database.ExecuteAsync("""
            update staff_accounts set password_hash = @hash, must_change = @yes, stamp = @stamp, failed_attempts = 0, locked_until = null where id = @id and seeded = @no
            """, new { id, hash = Hasher.HashPassword(Nobody, password), stamp = NewStamp(), yes = true, no = false }, ct);
        return touched == 1 ? password : null;
    }

    /// <summary>Disables an account, ending its sessions, or enables it again.</summary>
    public Task<int> DisableAsync(Guid id, bool disabled, CancellationToken ct) =>
        database.ExecuteAsync("update staff_accounts set disabled = @disabled, stamp = @stamp where id = @id", new { id, disabled, stamp = NewStamp() }, ct);

    /// <summary>Changes one's own password; the new stamp ends every other session. Null when the old password is wrong.</summary>
    public async Task<string?> ChangePasswordAsync(Guid id, string old, string wanted, CancellationToken ct)
    {
        var account = await database.FirstAsync<StaffAccount>("select * from staff_accounts where id = @id", new { id }, ct);
        if (account is null || Hasher.VerifyHashedPassword(Nobody, account.PasswordHash, old) == PasswordVerificationResult.Failed) return null;
        if (wanted.Length is < 10 or > 200) throw new RefusedException("WeakPassword", "新密码至少要 10 位。");
        if (wanted == old || wanted.Contains(account.Login, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("WeakPassword", "新密码不能和旧密码一样，也不能带着登录名。");
        var stamp = NewStamp();
        await database.ExecuteAsync("update staff_accounts set password_hash = @hash, must_change = @no, stamp = @stamp where id = @id",
            new { id, hash = Hasher.HashPassword(Nobody, wanted), stamp, no = false }, ct);
        return stamp;
    }

    /// <summary>Makes the seeded account, or gives it this password when it has another; only <see cref="StaffSeed"/> calls it.</summary>
    internal async Task EnsureSeededAsync(string login, string name, string password, CancellationToken ct)
    {
        if (await database.FirstAsync<StaffAccount>("select * from staff_accounts where login = @login", new { login }, ct) is not { } account)
        {
            await InsertAsync(login, name, StaffRole.Administrator, everywhere: true, [], Hasher.HashPassword(Nobody, password), mustChange: false, seeded: true, ct);
        }
        else if (account.Seeded && Hasher.VerifyHashedPassword(Nobody, account.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            await database.ExecuteAsync("update staff_accounts set password_hash = @hash, stamp = @stamp where id = @Id",
                new { account.Id, hash = Hasher.HashPassword(Nobody, password), stamp = NewStamp() }, ct);
        }
    }

    private async Task<Guid?> InsertAsync(string login, string name, StaffRole role, bool everywhere, IReadOnlyList<Guid> communities, string hash, bool mustChange, bool seeded, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await database.BeginAsync(ct);
        var made = await transaction.ExecuteAsync("""
            insert into staff_accounts (id, login, name, password_hash, must_change, role, everywhere, stamp, seeded, created_at)
            values (@id, @login, @name, @hash, @mustChange, @role, @everywhere, @stamp, @seeded, @now) on conflict do nothing
            """, new { id, login, name, hash, mustChange, role = role.ToString(), everywhere, stamp = NewStamp(), seeded, now }, ct);
        if (made == 0) return null;
        foreach (var communityId in communities.Distinct())
            await transaction.ExecuteAsync("insert into staff_scopes (staff_id, community_id) values (@id, @communityId)", new { id, communityId }, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    private async Task<StaffAccount?> FindMemberAsync(string member, CancellationToken ct) =>
        await database.FirstAsync<StaffAccount>("select * from staff_accounts where lower(wecom_userid) = @member and disabled = @no",
            new { member = member.ToLowerInvariant(), no = false }, ct) is { } account && Admitted(account) ? account : null;

    private async Task<CurrentStaff> CurrentAsync(StaffAccount account, CancellationToken ct)
    {
        var communities = account.Everywhere ? [] : await database.QueryAsync<Guid>("select community_id from staff_scopes where staff_id = @Id", new { account.Id }, ct);
        var unplaced = Permissions.SeesUnplaced(account.Role);
        return new CurrentStaff(account.Id, account.Login, account.Name, account.Role,
            account.Everywhere ? StaffScope.All(unplaced) : StaffScope.Of(unplaced, communities), account.MustChange);
    }

    private bool Admitted(StaffAccount account) => !account.Seeded || environment.IsDevelopment();

    private static bool IsLogin(string login) => login.Length is > 0 and <= 40 && login.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Refuses what cannot be an account in WeCom.</summary>
    public static void CheckMember(string userid)
    {
        if (FormText.Tidy(userid) is not { Length: > 0 and <= 64 } tidy || !tidy.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@'))
            throw new RefusedException("BadMember", "企业微信账号只能用字母、数字和 . - _ @，最长 64 个。它在企业微信管理后台的“通讯录”里，不是微信号。");
    }

    private static string Plain(string login) => login.Trim().ToLowerInvariant();

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    // Without the letters and digits that are mistaken for one another when read out.
    private static string OneTimePassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 14);
}
