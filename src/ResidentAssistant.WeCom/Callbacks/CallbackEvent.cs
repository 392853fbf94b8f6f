using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace ResidentAssistant.WeCom.Callbacks;

/// <summary>What a callback tells: a message of a member, an event of the app, or that an account of customer service has news.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/90239 and /90240</remarks>
public sealed class CallbackEvent
{
    private readonly XElement root;

    internal CallbackEvent(XElement root, string plain)
    {
        this.root = root;
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));
    }

    /// <summary>Hash of the whole plaintext: equal in every repetition, different for two events of one second.</summary>
    public string Digest { get; }

    /// <summary>text, image, voice, video, location, link or event.</summary>
    public string MsgType => this["MsgType"] ?? "";

    /// <summary>Name of the event, such as <c>template_card_event</c>.</summary>
    public string? Event => this["Event"];

    /// <summary>The member who wrote or tapped; <c>sys</c> for events of the system.</summary>
    public string? From => this["FromUserName"];

    /// <summary>App.</summary>
    public string? AgentId => this["AgentID"];

    /// <summary>When it happened.</summary>
    public DateTimeOffset? CreatedAt => long.TryParse(this["CreateTime"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799
        ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Identity of a message.</summary>
    public string? MessageId => this["MsgId"];

    /// <summary>Words of a message.</summary>
    public string? Content => this["Content"];

    /// <summary>Key of the button or menu entry.</summary>
    public string? EventKey => this["EventKey"];

    /// <summary>Task id of the card.</summary>
    public string? TaskId => this["TaskId"];

    /// <summary>Type of the card.</summary>
    public string? CardType => this["CardType"];

    /// <summary>With it the card can be changed once.</summary>
    public string? ResponseCode => this["ResponseCode"];

    /// <summary>Account of customer service.</summary>
    public string? OpenKfid => this["OpenKfId"];

    /// <summary>With it news of the account may be asked for within ten minutes.</summary>
    public string? Token => this["Token"];

    /// <summary>Any other element by its name; null when absent or empty.</summary>
    public string? this[string name] => root.Element(name)?.Value is { Length: > 0 } value ? value : null;
}
