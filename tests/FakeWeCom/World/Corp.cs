using FakeWeCom.Callbacks;
using FakeWeCom.LongConnection;
using FakeWeCom.SignIn;

namespace FakeWeCom.World;

/// <summary>Everything the vendor knows about one corp, in memory; whoever reads or writes it holds <see cref="Sync"/>.</summary>
internal sealed class Corp
{
    public Corp(FakeWeComOptions options)
    {
        Options = options;
        Clock = new ShiftedClock(options.Clock);
        Ids = new Ids(options.Seed ?? Random.Shared.Next());
        Frequency = new Frequency(Clock);
        WrongSecrets = new WrongSecrets(this);
        Media = new MediaStore(this);
        Log = new ReceivedLog();
        Faults = new Faults(this);
        Mail = new CallbackMail(this);
        DuplicateMsgIdCode = options.Behaviour.DuplicateMsgIdCode ?? DuplicateCodes[Ids.Dice.Next(DuplicateCodes.Length)];
        foreach (var app in options.Apps) Apps[app.AgentId] = new App(app);
        foreach (var account in options.KfAccounts) KfAccounts[account.OpenKfId] = new KfAccount(this, account);
        foreach (var member in options.Members) Members[member.UserId] = new Member(member);
        foreach (var resident in options.Residents) Residents[resident.ExternalUserId] = new Resident(resident);
        foreach (var bot in options.AiBots) AiBots[bot.BotId] = new AiBot(bot);
        foreach (var robot in options.Robots) Robots[robot.Key] = new Robot(robot);
    }

    // Codes that could stand for "this msgid was used": none of a token, a quota or a window.
    private static readonly int[] DuplicateCodes = [40035, 40058, 40094, 41016, 95028, 95031, 301027];

    /// <summary>Held by whoever reads or writes the state.</summary>
    public Lock Sync { get; } = new();

    public FakeWeComOptions Options { get; }

    public string Id => Options.CorpId;

    public VendorLimits Limits => Options.Limits;

    public VendorBehaviour Behaviour => Options.Behaviour;

    public ShiftedClock Clock { get; }

    public Ids Ids { get; }

    public Changes Changes { get; } = new();

    public Frequency Frequency { get; }

    public WrongSecrets WrongSecrets { get; }

    public ReceivedLog Log { get; }

    public Faults Faults { get; }

    public CallbackMail Mail { get; }

    public MediaStore Media { get; }

    public Dictionary<int, App> Apps { get; } = [];

    public Dictionary<string, AccessToken> Tokens { get; } = [];

    public Dictionary<string, KfAccount> KfAccounts { get; } = [];

    public Dictionary<string, Member> Members { get; } = [];

    public Dictionary<string, Resident> Residents { get; } = [];

    public Dictionary<string, Robot> Robots { get; } = [];

    public Dictionary<string, AiBot> AiBots { get; } = [];

    /// <summary>Customer groups by chat_id.</summary>
    public Dictionary<string, CustomerGroup> Groups { get; } = [];

    /// <summary>Mass messages by msgid, in the order they were made.</summary>
    public Dictionary<string, MassTask> MassTasks { get; } = [];

    /// <summary>Files that aibots send in pieces.</summary>
    public Dictionary<string, UploadInPieces> Uploads { get; } = [];

    /// <summary>Codes of the sign-in page.</summary>
    public Dictionary<string, SignInCode> SignInCodes { get; } = [];

    /// <summary>Emergency calls by callid.</summary>
    public Dictionary<string, PhoneCall> PhoneCalls { get; } = [];

    /// <summary>What a repeated kf msgid is answered with in this run.</summary>
    public int DuplicateMsgIdCode { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>The instant in whole seconds, as the vendor writes it.</summary>
    public long Seconds => Now.ToUnixTimeSeconds();

    /// <summary>The app that manages the kf accounts.</summary>
    public App? KfApp => Apps.Values.FirstOrDefault(app => app.Options.Kf);
}
