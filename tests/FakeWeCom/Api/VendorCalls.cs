namespace FakeWeCom.Api;

/// <summary>Every call there is; what is not here the vendor does not have, or we do not use.</summary>
internal static class VendorCalls
{
    public static IEnumerable<VendorCall> All =>
        [.. TokenCalls.All, .. MessageCalls.All, .. KfCalls.All, .. KfSyncCalls.All, .. KfSendCalls.All, .. KfStateCalls.All, .. MediaCalls.All, .. WebhookCalls.All, .. OAuthCalls.All, .. PhoneCalls.All, .. GroupCalls.All];
}
