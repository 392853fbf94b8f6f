using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

public sealed class StaffAccountsTests
{
    private const string Password = "correct horse staple";
    private readonly FakeClock clock = new();

    [BothDatabases]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var accounts = Accounts(test);
        await AddAsync(accounts, "li");

        for (var i = 0; i < StaffAccounts.AttemptsAllowed; i++) (await SignInAsync(accounts, "li", "wrong")).ShouldBeOfType<SignInAnswer.Wrong>();
        (await SignInAsync(accounts, "li", Password)).ShouldBeOfType<SignInAnswer.Locked>();
        clock.Advance(StaffAccounts.LockedFor);
        (await SignInAsync(accounts, "li", "wrong")).ShouldBeOfType<SignInAnswer.Wrong>();
        (await SignInAsync(accounts, "li", Password)).ShouldBeOfType<SignInAnswer.Welcome>();
    }

    [BothDatabases]
    public async Task A_right_password_forgets_the_wrong_ones(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var accounts = Accounts(test);
        await AddAsync(accounts, "li");

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < StaffAccounts.AttemptsAllowed - 1; i++) await SignInAsync(accounts, "li", "wrong");
            (await SignInAsync(accounts, " LI ", Password)).ShouldBeOfType<SignInAnswer.Welcome>();
        }
    }

    [BothDatabases]
    public async Task A_new_password_a_disabled_account_and_an_old_stamp_end_sessions(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var accounts = Accounts(test);
        var id = await AddAsync(accounts, "li");
        var stamp = (await SignInAsync(accounts, "li", Password)).ShouldBeOfType<SignInAnswer.Welcome>().Account.Stamp;
        (await accounts.CurrentAsync(id, stamp, CancellationToken.None)).ShouldNotBeNull();

        var next = await accounts.ChangePasswordAsync(id, Password, "another long one", CancellationToken.None);

        (await accounts.CurrentAsync(id, stamp, CancellationToken.None)).ShouldBeNull();
        (await accounts.CurrentAsync(id, next!, CancellationToken.None)).ShouldNotBeNull();
        await accounts.DisableAsync(id, true, CancellationToken.None);
        (await accounts.CurrentAsync(id, next!, CancellationToken.None)).ShouldBeNull();
        (await SignInAsync(accounts, "li", "another long one")).ShouldBeOfType<SignInAnswer.Wrong>();
    }

    [BothDatabases]
    public async Task A_one_time_password_works_and_must_be_changed(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var accounts = Accounts(test);
        var added = await accounts.AddAsync(New("wang"), CancellationToken.None);

        var account = (await SignInAsync(accounts, "wang", added.OneTimePassword)).ShouldBeOfType<SignInAnswer.Welcome>().Account;

        (await accounts.CurrentAsync(account.Id, account.Stamp, CancellationToken.None))!.MustChangePassword.ShouldBeTrue();
        account.PasswordHash.ShouldNotContain(added.OneTimePassword);
    }

    [BothDatabases]
    public async Task One_login_is_one_account(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var accounts = Accounts(test);
        await AddAsync(accounts, "li");

        (await Should.ThrowAsync<RefusedException>(() => accounts.AddAsync(New("LI"), CancellationToken.None))).Code.ShouldBe("LoginTaken");
    }

    [BothDatabases]
    public async Task The_seeded_account_works_in_Development_and_nowhere_else(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        using var keys = new TestKeys();
        var development = Accounts(test);
        var production = Accounts(test, "Production");

        (await new StaffSeed(production, keys.Open(), In("Production")).EnsureAsync(CancellationToken.None)).ShouldBeNull();
        (await development.HasAdministratorAsync(CancellationToken.None)).ShouldBeFalse();
        var seeded = (await new StaffSeed(development, keys.Open(), In("Development")).EnsureAsync(CancellationToken.None))!;
        var again = (await new StaffSeed(development, keys.Open(), In("Development")).EnsureAsync(CancellationToken.None))!;

        again.ShouldBe(seeded);
        (await SignInAsync(development, seeded.Login, seeded.Password)).ShouldBeOfType<SignInAnswer.Welcome>();
        (await development.HasAdministratorAsync(CancellationToken.None)).ShouldBeTrue();
        (await production.HasAdministratorAsync(CancellationToken.None)).ShouldBeFalse();
        (await SignInAsync(production, seeded.Login, seeded.Password)).ShouldBeOfType<SignInAnswer.Wrong>();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("xx-LI-xx-xx-xx")]
    [InlineData(Password)]
    public async Task A_weak_password_is_refused(string wanted)
    {
        await using var test = await TestDatabase.OnAsync(Provider.Sqlite);
        var accounts = Accounts(test);
        var id = await AddAsync(accounts, "li");

        (await Should.ThrowAsync<RefusedException>(() => accounts.ChangePasswordAsync(id, Password, wanted, CancellationToken.None))).Code.ShouldBe("WeakPassword");
    }

    private StaffAccounts Accounts(TestDatabase test, string environment = "Development") => new(test.Database, In(environment), clock);

    private static NewStaff New(string login) => new(login, "小李", StaffRole.Administrator, Everywhere: true, []);

    private static async Task<Guid> AddAsync(StaffAccounts accounts, string login)
    {
        var added = await accounts.AddAsync(New(login), CancellationToken.None);
        await accounts.ChangePasswordAsync(added.Id, added.OneTimePassword, Password, CancellationToken.None);
        return added.Id;
    }

    private static Task<SignInAnswer> SignInAsync(StaffAccounts accounts, string login, string password) => accounts.SignInAsync(login, password, CancellationToken.None);

    private static Environment In(string name) => new() { EnvironmentName = name };

    private sealed class Environment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "ResidentAssistant";

        public string ContentRootPath { get; set; } = ".";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
