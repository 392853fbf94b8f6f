using System.Text.Json.Serialization;

namespace ResidentAssistant.WeCom.Wire;

internal sealed record SignedInAnswer : Answer
{
    public string? Userid { get; init; }

    public string? Openid { get; init; }

    public string? ExternalUserid { get; init; }
}

/// <summary>How requests are written and answers are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(UpdateCardRequest))]
[JsonSerializable(typeof(AlarmRequest))]
[JsonSerializable(typeof(AlarmAnswer))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(KfAccountsAnswer))]
[JsonSerializable(typeof(KfAccountRequest))]
[JsonSerializable(typeof(KfAccountAnswer))]
[JsonSerializable(typeof(KfLinkRequest))]
[JsonSerializable(typeof(KfLinkAnswer))]
[JsonSerializable(typeof(KfSyncRequest))]
[JsonSerializable(typeof(KfSyncAnswer))]
[JsonSerializable(typeof(KfSendRequest))]
[JsonSerializable(typeof(KfStateRequest))]
[JsonSerializable(typeof(KfStateAnswer))]
[JsonSerializable(typeof(KfCustomersRequest))]
[JsonSerializable(typeof(KfCustomersAnswer))]
[JsonSerializable(typeof(KfServicersAnswer))]
[JsonSerializable(typeof(GroupListRequest))]
[JsonSerializable(typeof(GroupListAnswer))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupAnswer))]
[JsonSerializable(typeof(MassRequest))]
[JsonSerializable(typeof(MassAnswer))]
[JsonSerializable(typeof(MassListRequest))]
[JsonSerializable(typeof(MassListAnswer))]
[JsonSerializable(typeof(MassTaskRequest))]
[JsonSerializable(typeof(MassTaskAnswer))]
[JsonSerializable(typeof(MassResultRequest))]
[JsonSerializable(typeof(MassResultAnswer))]
[JsonSerializable(typeof(MassIdRequest))]
[JsonSerializable(typeof(MediaAnswer))]
[JsonSerializable(typeof(SignedInAnswer))]
[JsonSerializable(typeof(AiBotFrame))]
[JsonSerializable(typeof(AiBotOut))]
internal sealed partial class WireJson : JsonSerializerContext;
