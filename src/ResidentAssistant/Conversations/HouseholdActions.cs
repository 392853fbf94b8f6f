using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Answers;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Conversations;

/// <summary>Which flat a person speaks for, and whether the letter proves it.</summary>
internal sealed class HouseholdActions(Register register, Letters letters, Claims claims) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("household.who", ["proven", "claimed", "unknown"], [], ["flat", "household", "proven", "capacity", "spoken", "lapsed"]), WhoAsync),
        new(new ActionSignature("household.find", ["found", "missing"], ["flat"], ["flat", "household", "proven", "found", "hint"]), FindAsync),
        new(new ActionSignature("household.tell", ["found", "missing"], [], ["flat", "household", "proven", "found", "hint"]), TellAsync),
        new(new ActionSignature("household.prove", ["proven", "other", "wrong", "locked"], ["code", "household"], ["flat", "household", "proven", "hint"]), ProveAsync),
        new(new ActionSignature("household.code", ["proven", "other", "wrong", "locked", "spoken"], [], ["flat", "household", "proven", "hint"]), CodeAsync),
        new(new ActionSignature("household.claim", ["done"], ["flat"], []), ClaimAsync),
        new(new ActionSignature("household.contact", ["done"], ["phone"], []), ContactAsync),
    ];

    /// <summary>The flat is proven the speaker's in this conversation; never what a colleague writes down for somebody.</summary>
    public static bool IsProven(ActionCall call, Turn turn) =>
        turn.Conversation is not { Channel: SpokenFor.ChannelName } && turn.Conversation is { Proven: true, HouseholdId: { } proven } && proven == call.Id("household");

    private async Task<ActionResult> WhoAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!turn.Conversation.Proven && turn.Message?.LetterCode is { Length: > 0 } code
            && await ProofAsync(turn, code, null, ct) is LetterProof.Proven opened) Proven(turn, opened);
        if (turn.Conversation.HouseholdId is not { } id || await register.On(turn.Open).HouseholdAsync(id, ct) is not { } home)
            return ActionResult.Of("unknown", ("proven", SlotValue.Of("no")));
        // Who names another flat speaks for that one, and has not proven it.
        if (call.Value("flat") is { } said && said != home.ShortForm) return ActionResult.Of("unknown", ("proven", SlotValue.Of("no")));
        if (turn.Message?.Spoken is { } spoken && home.Id == spoken.HouseholdId)
            return ActionResult.Of("claimed", [.. Slots(home, proven: false), ("capacity", new(spoken.Capacity, SpokenWords.CapacityName(spoken.Capacity))), ("spoken", SlotValue.Of("yes"))]);
        if (turn.Conversation.Lapsed) return ActionResult.Of("claimed", [.. Slots(home, proven: false), ("lapsed", SlotValue.Of("yes"))]);
        return ActionResult.Of(turn.Conversation.Proven ? "proven" : "claimed", Slots(home, turn.Conversation.Proven));
    }

    private Task<ActionResult> FindAsync(ActionCall call, Turn turn, CancellationToken ct) => FindAsync(call.Value("flat")!, turn, ct);

    private async Task<ActionResult> TellAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (HouseholdAnswer.Parse(call.Argument("words") ?? "") is not { } said) return ActionResult.Of("missing", ("flat", new("", "这一户")), ("hint", new("hint", "")));
        var result = await FindAsync(said.Value, turn, ct);
        return result.Outcome == "found" ? result : ActionResult.Of("missing", [.. result.Slots.Select(s => (s.Key, s.Value)), ("flat", new(said.Value, said.Label))]);
    }

    private async Task<ActionResult> FindAsync(string said, Turn turn, CancellationToken ct)
    {
        var found = await register.On(turn.Open).FindAnywhereAsync(turn.Conversation.CommunityId, said, ct);
        if (found is HouseholdSearch.Found(var home))
        {
            if (!turn.Conversation.Proven)
                turn.Conversation = turn.Conversation with { HouseholdId = home.Id, CommunityId = home.CommunityId, Lapsed = turn.Conversation.Lapsed && turn.Conversation.HouseholdId == home.Id };
            return ActionResult.Of("found", [.. Slots(home, turn.Conversation.Proven && turn.Conversation.HouseholdId == home.Id), ("found", SlotValue.Of("yes"))]);
        }

        return ActionResult.Of("missing", ("found", SlotValue.Of("no")), ("hint", new("hint", Hint(found))));
    }

    private Task<ActionResult> ProveAsync(ActionCall call, Turn turn, CancellationToken ct) => TryAsync(call.Value("code")!, call.Id("household"), turn, ct);

    // The letter's code by itself, at any time: what was said before tells which flat it should be.
    private Task<ActionResult> CodeAsync(ActionCall call, Turn turn, CancellationToken ct) => turn.Conversation.Channel == SpokenFor.ChannelName
        ? Task.FromResult(ActionResult.Of("spoken"))
        : TryAsync(call.Argument("words") ?? "", turn.Conversation.HouseholdId, turn, ct);

    private async Task<ActionResult> TryAsync(string code, Guid? claimed, Turn turn, CancellationToken ct)
    {
        // A code read out over the telephone proves nothing about who reads it.
        if (turn.Conversation.Channel == SpokenFor.ChannelName) return ActionResult.Of("wrong", ("hint", new("hint", "代别人说的时候，不认信上的数字。")));
        var proof = await ProofAsync(turn, code, claimed, ct);
        switch (proof)
        {
            case LetterProof.Proven proven:
                var expected = proven.Household.Id == claimed;
                Proven(turn, proven);
                return ActionResult.Of(expected ? "proven" : "other", Slots(proven.Household, proven: true));
            case LetterProof.Refused:
                return ActionResult.Of("locked", ("hint", new("hint", "数字对不上的次数多了，")));
            default:
                var hint = proof is LetterProof.NotACode ? "我没看到 8 位数字。" : proof is LetterProof.Revoked ? "这封信已经换过新的了。" : "这个数对不上。";
                return ActionResult.Of("wrong", ("hint", new("hint", hint)));
        }
    }

    private Task<ActionResult> ClaimAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        Claim(call, turn, call.Value("answer"));
        return Task.FromResult(ActionResult.Done);
    }

    private Task<ActionResult> ContactAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        Claim(call, turn, null);
        return Task.FromResult(ActionResult.Done);
    }

    // One insert with the turn's other writes, and no reads: the flat need not be in the register.
    private void Claim(ActionCall call, Turn turn, string? answer) => claims.Add(turn.Writes, new Claim
    {
        CommunityId = turn.Conversation.CommunityId, HouseholdId = call.Id("household") ?? turn.Conversation.HouseholdId,
        Flat = call.Value("flat"), Capacity = call.Value("capacity"), Answer = answer, Phone = (call.Value("phone") ?? turn.Message?.Spoken?.Phone) is { } number ? PhoneNumber.TryParse(number) : null, Spoken = turn.Message?.Spoken?.Mark,
        Dialog = call.Dialog, DialogVersion = call.Version, ConversationId = turn.Conversation.Id, Turn = turn.Number,
        Channel = turn.Conversation.Channel, MessageId = turn.Message?.MessageId, RecordedAt = turn.Now,
    });

    private static string Hint(HouseholdSearch search) => search switch
    {
        HouseholdSearch.Choose(var doors) => $"是{string.Join("，还是", doors.Take(5).Select(d => d.Label))}？",
        HouseholdSearch.Unknown(AddressPart.Building or AddressPart.Entrance, { Count: > 0 } places) => $"我这里有{string.Join("、", places.Take(12))}。",
        HouseholdSearch.Unknown(AddressPart.Flat, { Count: > 0 } doors) => $"这一层有{string.Join("、", doors.Take(8))}。",
        _ => "",
    };

    private async Task<LetterProof> ProofAsync(Turn turn, string code, Guid? claimed, CancellationToken ct)
    {
        var proof = await letters.ProveAsync(new LetterAttempt
        {
            Text = code, ConversationId = turn.Conversation.Id, At = turn.Now, CommunityId = turn.Conversation.CommunityId, ClaimedHouseholdId = claimed,
        }, turn.Writes, ct);
        if (proof.Guessed) await AlarmAsync(turn, ct);
        return proof;
    }

    // One item while nobody has looked into it, however many conversations are turned away.
    private static async Task AlarmAsync(Turn turn, CancellationToken ct)
    {
        const string Title = "一小时里信上的数字错得太多，可能有人在试，请看一看";
        var transaction = await turn.TransactionAsync(ct);
        var waiting = await transaction.FirstAsync<long>("select count(*) from desk_items where kind = 'question' and title = @Title and done_at is null", new { Title }, ct);
        if (waiting == 0) Desk.Add(turn.Writes, "question", urgent: false, null, turn.Conversation.Id, Title, null, turn.Now);
    }

    private static void Proven(Turn turn, LetterProof.Proven proof)
    {
        var home = proof.Household;
        Proofs.Add(turn.Writes, turn.Conversation.Id, home.Id, proof.LetterId, turn.Now);
        turn.Conversation = turn.Conversation with { HouseholdId = home.Id, CommunityId = home.CommunityId, Proven = true, Lapsed = false };
    }

    private static (string, SlotValue)[] Slots(Household home, bool proven) =>
        [("flat", new(home.ShortForm, home.Label)), ("household", new(home.Id.ToString(), home.Label)), ("proven", SlotValue.Of(proven ? "yes" : "no"))];
}
