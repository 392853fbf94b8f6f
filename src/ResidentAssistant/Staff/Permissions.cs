using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;

namespace ResidentAssistant.Staff;

/// <summary>What a staff member is in the renovation; names are stored.</summary>
internal enum StaffRole
{
    /// <summary>管理员: runs the installation and its accounts.</summary>
    Administrator,

    /// <summary>居委会: talks with residents every day.</summary>
    Committee,

    /// <summary>街道: answers for the project and for what nobody else can repair.</summary>
    Street,

    /// <summary>施工单位: does the work.</summary>
    Contractor,

    /// <summary>监理: checks the work.</summary>
    Supervisor,

    /// <summary>物业: repairs until the work begins.</summary>
    Property,
}

/// <summary>What can be done under <c>/staff</c>. A page or endpoint names the one it needs; what is not granted below is denied.</summary>
internal enum StaffAction
{
    /// <summary>Nothing: granted to nobody.</summary>
    None,

    /// <summary>One's own session: sign out, change the password.</summary>
    OwnAccount,

    /// <summary>See the desk with the urgent matters of one's communities.</summary>
    DeskRead,

    /// <summary>See also the desk's other matters: hand-overs, questions, voice messages.</summary>
    DeskReadAll,

    /// <summary>Mark a matter as seen or done.</summary>
    DeskDone,

    /// <summary>List what came of conversations, without anybody's words.</summary>
    OutcomeList,

    /// <summary>See where dialogs are left.</summary>
    FunnelRead,

    /// <summary>Open a transcript and its photos; every opening is written down.</summary>
    ConversationRead,

    /// <summary>Take a conversation over, speak in it and give it back.</summary>
    ConversationTakeOver,

    /// <summary>Speak with the assistant for somebody who calls or comes.</summary>
    ConversationSpeak,

    /// <summary>See the sourced settings.</summary>
    PolicyRead,

    /// <summary>Change a sourced setting.</summary>
    PolicySet,

    /// <summary>Record where and when the restoration standard was posted, with a photo.</summary>
    StandardPost,

    /// <summary>Approve a new version of the six items that residents are told.</summary>
    DisclosureApprove,

    /// <summary>See the answers of the assistant, approved or not.</summary>
    KnowledgeRead,

    /// <summary>Write answers; what nobody has approved stays a draft.</summary>
    KnowledgeEdit,

    /// <summary>Approve an answer's exact text, change an approved one, read the files again; only for who works for every community.</summary>
    KnowledgeApprove,

    /// <summary>See what residents asked and nobody could answer; every reading of their words is written down.</summary>
    QuestionRead,

    /// <summary>Answer such a question.</summary>
    QuestionAnswer,

    /// <summary>See the construction plans.</summary>
    PlanRead,

    /// <summary>Publish a version of a construction plan.</summary>
    PlanPublish,

    /// <summary>See the materials board and the visits to the sample flat.</summary>
    MaterialRead,

    /// <summary>Write the materials board, offer visits to the sample flat.</summary>
    MaterialEdit,

    /// <summary>See wishes above the standard; every opening of one is written down.</summary>
    UpgradeRead,

    /// <summary>Attach designs, tell prices, record what stands on paper and what was paid.</summary>
    UpgradeRecord,

    /// <summary>Release a wish for work once its payment is recorded.</summary>
    UpgradeRelease,

    /// <summary>Release one before, with a reason.</summary>
    UpgradeReleaseEarly,

    /// <summary>See the plan of the works: hours, teams, days of each riser, entries and outages.</summary>
    WorksRead,

    /// <summary>Set the rules of the site and plan, move and cancel risers.</summary>
    WorksPlan,

    /// <summary>See what residents complain of; every opening of one is written down.</summary>
    ComplaintRead,

    /// <summary>Answer complaints, decide who has to do something, record what a resident says of the answer.</summary>
    ComplaintAnswer,

    /// <summary>See which flats need care and what was decided; every opening of a case is written down.</summary>
    CareRead,

    /// <summary>Open a case and write what is done for the person.</summary>
    CareWrite,

    /// <summary>Sign the plan for a person off, so that the flat may be entered, or say that none is needed.</summary>
    CareSign,

    /// <summary>Keep and read what was said of a person's health; every reading is written down.</summary>
    CareHealth,

    /// <summary>Open the work in one flat: its visits, who is at home, its photos; every opening is written down.</summary>
    EntryRead,

    /// <summary>Record arriving, photos, the pressure test, leaving and that a flat is restored; give a household another time.</summary>
    EntryRecord,

    /// <summary>Check what will be covered: the supervisor's own word.</summary>
    EntryCheck,

    /// <summary>See the emergencies of one's communities; every opening of one is written down.</summary>
    EmergencyRead,

    /// <summary>Take an emergency and record how far it is, ring numbers, warn neighbours.</summary>
    EmergencyAct,

    /// <summary>Set who is on duty and who is called after whom, begin a drill.</summary>
    EmergencyRules,

    /// <summary>See the notices and how every household stands with them.</summary>
    NoticeRead,

    /// <summary>Write, approve, publish, amend and cancel notices; record who was told; see numbers to call, which is written down.</summary>
    NoticeWrite,

    /// <summary>See how households stand on their risers, and their written applications; every opening of a household is written down.</summary>
    ConsentRead,

    /// <summary>Print applications, record signatures and withdrawals, settle disputes.</summary>
    ConsentRecord,

    /// <summary>Approve the words on the written application; only for who works for every community.</summary>
    ConsentApprove,

    /// <summary>Close a refusal as 不再实施, open it again, approve the notice to the others of its riser.</summary>
    RefusalClose,

    /// <summary>See the register of buildings, flats and persons; names and numbers are masked.</summary>
    RegisterRead,

    /// <summary>Change the register, read it in and take it out, see a name in the clear, issue letters; all of it is written down.</summary>
    RegisterEdit,

    /// <summary>Make, change and disable accounts; only for who works for every community.</summary>
    AccountManage,

    /// <summary>See who read whose words.</summary>
    AuditRead,

    /// <summary>Erase what a household said, where the law asks for it.</summary>
    PersonalErase,

    /// <summary>See and print the signed heads of the evidence, which name nobody.</summary>
    EvidenceRead,
}

/// <summary>Roles × actions, in one place. Nothing else decides what a role may do.</summary>
internal static class Permissions
{
    private static readonly StaffRole[] Everybody = Enum.GetValues<StaffRole>();

    // Who talks with residents and answers for the project.
    private static readonly StaffRole[] Office = [StaffRole.Administrator, StaffRole.Committee, StaffRole.Street];

    // Who decides for the project.
    private static readonly StaffRole[] Lead = [StaffRole.Administrator, StaffRole.Street];

    private static readonly FrozenDictionary<StaffAction, FrozenSet<StaffRole>> Granted = new Dictionary<StaffAction, StaffRole[]>
    {
        [StaffAction.OwnAccount] = Everybody,
        [StaffAction.DeskRead] = Everybody,
        [StaffAction.DeskReadAll] = Office,
        [StaffAction.DeskDone] = [StaffRole.Administrator, StaffRole.Committee, StaffRole.Street, StaffRole.Property],
        [StaffAction.OutcomeList] = Office,
        [StaffAction.FunnelRead] = Office,
        [StaffAction.ConversationRead] = Office,
        [StaffAction.ConversationTakeOver] = Office,
        [StaffAction.ConversationSpeak] = Office,
        [StaffAction.PolicyRead] = Everybody,
        [StaffAction.PolicySet] = Lead,
        [StaffAction.StandardPost] = Office,
        [StaffAction.DisclosureApprove] = Lead,
        [StaffAction.KnowledgeRead] = Everybody,
        [StaffAction.KnowledgeEdit] = Office,
        [StaffAction.KnowledgeApprove] = Lead,
        [StaffAction.QuestionRead] = Office,
        [StaffAction.QuestionAnswer] = Office,
        [StaffAction.PlanRead] = Everybody,
        [StaffAction.PlanPublish] = Lead,
        [StaffAction.MaterialRead] = Everybody,
        [StaffAction.MaterialEdit] = [StaffRole.Administrator, StaffRole.Committee, StaffRole.Street, StaffRole.Contractor],
        [StaffAction.UpgradeRead] = Office,
        [StaffAction.UpgradeRecord] = Office,
        [StaffAction.UpgradeRelease] = Lead,
        [StaffAction.UpgradeReleaseEarly] = [StaffRole.Street],
        [StaffAction.WorksRead] = Everybody,
        [StaffAction.WorksPlan] = [StaffRole.Administrator, StaffRole.Street, StaffRole.Contractor],
        [StaffAction.ComplaintRead] = Office,
        [StaffAction.ComplaintAnswer] = Office,
        [StaffAction.CareRead] = Office,
        [StaffAction.CareWrite] = Office,
        [StaffAction.CareSign] = Lead,
        [StaffAction.CareHealth] = [StaffRole.Committee, StaffRole.Street],
        [StaffAction.EntryRead] = [.. Office, StaffRole.Contractor, StaffRole.Supervisor],
        [StaffAction.EntryRecord] = [StaffRole.Administrator, StaffRole.Street, StaffRole.Contractor],
        [StaffAction.EntryCheck] = [StaffRole.Supervisor],
        [StaffAction.EmergencyRead] = Everybody,
        [StaffAction.EmergencyAct] = [StaffRole.Administrator, StaffRole.Committee, StaffRole.Street, StaffRole.Contractor, StaffRole.Property],
        [StaffAction.EmergencyRules] = Lead,
        [StaffAction.NoticeRead] = Office,
        [StaffAction.NoticeWrite] = Office,
        [StaffAction.ConsentRead] = Office,
        [StaffAction.ConsentRecord] = Office,
        [StaffAction.ConsentApprove] = Lead,
        [StaffAction.RefusalClose] = Lead,
        [StaffAction.RegisterRead] = Office,
        [StaffAction.RegisterEdit] = Office,
        [StaffAction.AccountManage] = [StaffRole.Administrator],
        [StaffAction.AuditRead] = [StaffRole.Administrator],
        [StaffAction.PersonalErase] = [StaffRole.Administrator],
        [StaffAction.EvidenceRead] = Office,
    }.ToFrozenDictionary(g => g.Key, g => g.Value.ToFrozenSet());

    /// <summary>True when the role has been granted the action.</summary>
    public static bool Allow(StaffRole role, StaffAction action) => Granted.TryGetValue(action, out var roles) && roles.Contains(role);

    /// <summary>True for what reaches beyond any community: who makes accounts could otherwise give away more than was given to them, and an answer or an application is worded for everybody.</summary>
    public static bool NeedsEverywhere(StaffAction action) => action is StaffAction.AccountManage or StaffAction.KnowledgeApprove or StaffAction.ConsentApprove;

    /// <summary>True for roles that must see what belongs to no community yet: an emergency is never hidden because its place is unknown.</summary>
    public static bool SeesUnplaced(StaffRole role) => role is StaffRole.Administrator or StaffRole.Committee or StaffRole.Street;

    /// <summary>The role in Chinese.</summary>
    public static string NameOf(StaffRole role) => role switch
    {
        StaffRole.Administrator => "管理员",
        StaffRole.Committee => "居委会",
        StaffRole.Street => "街道",
        StaffRole.Contractor => "施工单位",
        StaffRole.Supervisor => "监理",
        StaffRole.Property => "物业",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

/// <summary>Declares what a page or endpoint under <c>/staff</c> needs: to look, and apart from that to post.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequiresAttribute(StaffAction action) : Attribute
{
    /// <summary>Needed to look (GET, HEAD).</summary>
    public StaffAction Action { get; } = action;

    /// <summary>Needed to change something (any other method); not given: nobody may.</summary>
    public StaffAction Posting { get; init; }

    /// <summary>What this method needs.</summary>
    public StaffAction For(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Action : Posting;
}

/// <summary>The one point where permission is enforced: default and fallback policy of the application.</summary>
internal sealed class StaffGate : AuthorizationHandler<StaffGate.Passing>
{
    /// <inheritdoc />
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Passing requirement)
    {
        if (context.Resource is HttpContext http && Passes(http)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    // Outside /staff an endpoint guards itself (Direct Line tokens, signed links); under /staff one without a declared action is closed.
    private static bool Passes(HttpContext http)
    {
        var declared = http.GetEndpoint()?.Metadata.GetMetadata<RequiresAttribute>();
        if (declared is null) return !http.Request.Path.StartsWithSegments("/staff", StringComparison.OrdinalIgnoreCase);
        return CurrentStaff.Of(http) is { } staff && staff.May(declared.For(http.Request.Method));
    }

    /// <summary>The requirement that this gate judges.</summary>
    internal sealed class Passing : IAuthorizationRequirement;
}
