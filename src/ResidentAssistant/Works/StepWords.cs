using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>Steps as people read them.</summary>
internal static class StepWords
{
    /// <summary>What a step does to the water.</summary>
    public static string Of(WaterUse water) => water switch
    {
        WaterUse.OffByDay => "白天停水，晚上来水",
        WaterUse.OffThrough => "一直停水，晚上也停",
        _ => "不停水",
    };
}
