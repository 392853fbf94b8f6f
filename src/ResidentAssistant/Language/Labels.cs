namespace ResidentAssistant.Language;

/// <summary>What a message can ask for and what danger can be in it; the names are part of the contract.</summary>
internal static class Labels
{
    /// <summary>The 28 intents.</summary>
    public static IReadOnlyList<string> Intents { get; } =
    [
        "ask_policy_consent", "ask_standard", "ask_extra_cost", "ask_schedule", "ask_water_outage", "ask_duties", "ask_refusal_consequence",
        "ask_decoration", "ask_materials", "ask_sample", "ask_plan_comment", "ask_special_needs", "ask_responsibility", "ask_contact",
        "give_consent", "refuse", "withdraw_or_change", "reschedule_entry",
        "report_burst", "report_leak", "report_blockage", "report_low_pressure", "report_status",
        "complaint", "smalltalk", "off_topic", "ask_privacy", "stop_notices",
    ];

    /// <summary>Wishes beside the intents that a dialog may serve; no label of the contract.</summary>
    public static IReadOnlyList<string> Wishes { get; } = ["false-alarm", "no-visits", "for-neighbour", "others-phone", "when-coming"];

    /// <summary>Messages that hold nothing but the code of a letter or the flat somebody lives in; no label of the contract.</summary>
    public static IReadOnlyList<string> Introductions { get; } = ["told-code", "told-flat"];

    /// <summary>Classes of danger, gravest first.</summary>
    public static IReadOnlyList<string> Dangers { get; } = ["person", "gas", "electric", "sewage", "burst"];
}
