using System.Security;
using System.Text;

namespace FakeWeCom.Callbacks;

/// <summary>The XML inside a callback, as the vendor writes it.</summary>
internal static class Plain
{
    public static string KfNotice(string corp, long at, string token, string openKfId) =>
        $"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><CreateTime>{at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{openKfId}]]></OpenKfId></xml>";

    /// <summary>A message or event of a member to an app; numbers stand bare, words in CDATA.</summary>
    public static string Member(string corp, string from, long at, string type, int agentId, params (string Name, object Value)[] fields)
    {
        var head = $"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName><CreateTime>{at}</CreateTime><MsgType><![CDATA[{type}]]></MsgType>";
        var xml = new StringBuilder(head);
        foreach (var (name, value) in fields) xml.Append(Element(name, value));
        return $"{xml}<AgentID>{agentId}</AgentID></xml>";
    }

    private static string Element(string name, object value) => value switch
    {
        string text => $"<{name}><![CDATA[{text.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]></{name}>",
        Inner xml => $"<{name}>{xml.Xml}</{name}>",
        _ => $"<{name}>{SecurityElement.Escape(value.ToString())}</{name}>",
    };

    /// <summary>XML that stands inside an element as it is.</summary>
    internal sealed record Inner(string Xml);
}
