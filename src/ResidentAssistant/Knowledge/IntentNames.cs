namespace ResidentAssistant.Knowledge;

/// <summary>Intents as staff read them.</summary>
internal static class IntentNames
{
    /// <summary>The intent in Chinese; one that is not known here is shown as it is.</summary>
    public static string Of(string intent) => intent switch
    {
        "ask_policy_consent" => "几家同意、谁来签字",
        "ask_standard" => "换什么、怎么恢复",
        "ask_extra_cost" => "花钱的事",
        "ask_schedule" => "什么时候干、干多久",
        "ask_water_outage" => "施工时停水、用水",
        "ask_duties" => "家里要准备什么",
        "ask_refusal_consequence" => "不同意会怎样",
        "ask_decoration" => "装修",
        "ask_materials" => "管子和材料",
        "ask_sample" => "样板间",
        "ask_plan_comment" => "施工方案和意见",
        "ask_special_needs" => "家里有人要照顾",
        "ask_responsibility" => "谁负责、保修",
        "ask_contact" => "找谁、电话",
        "ask_privacy" => "个人信息",
        "give_consent" => "说同意",
        "refuse" => "说不同意",
        "withdraw_or_change" => "改主意",
        "reschedule_entry" => "改入户时间",
        "report_burst" => "报跑水",
        "report_leak" => "报漏水",
        "report_blockage" => "报堵、返水",
        "report_low_pressure" => "报没水、水小",
        "report_status" => "报修到哪一步",
        "complaint" => "投诉",
        "stop_notices" => "不想收消息",
        "smalltalk" => "打招呼",
        "off_topic" => "别的事",
        _ => intent,
    };
}
