using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Who answers a person: asked of the vendor when a rule says no, and kept. The assistant stays in state 1 and moves nobody out of a colleague's hands.</summary>
internal sealed partial class KfStates(WeComClient client, KfCustomers customers, ILogger<KfStates> log)
{
    private const int Nobody = 0;
    private const int Assistant = 1;

    /// <summary>The state now, or null when the vendor does not tell.</summary>
    public async Task<int?> OfAsync(KfAddress who, CancellationToken ct)
    {
        try
        {
            var state = (await client.KfStateAsync(who.OpenKfid, who.ExternalUserid, ct)).State;
            await customers.NoteStateAsync(who, state, ct);
            return state;
        }
        catch (WeComException no)
        {
            NotTold(no.Code, no.Class);
            return null;
        }
    }

    /// <summary>Takes a person nobody answers yet into the assistant's hands; false when there is nothing to take.</summary>
    public async Task<bool> TakeAsync(KfAddress who, CancellationToken ct)
    {
        if (await OfAsync(who, ct) != Nobody) return false;
        try
        {
            await client.KfMoveAsync(who.OpenKfid, who.ExternalUserid, Assistant, null, ct);
            return true;
        }
        catch (WeComException no)
        {
            NotTold(no.Code, no.Class);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The state of a customer service conversation was not told or changed: {Code} ({Class})")]
    private partial void NotTold(int code, ErrorClass @class);
}
