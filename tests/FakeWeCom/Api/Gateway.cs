using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FakeWeCom.World;
using Microsoft.AspNetCore.Http;

namespace FakeWeCom.Api;

/// <summary>The vendor's gate: every call passes its faults, counters and token here; everything it refuses is HTTP 200.</summary>
internal sealed class Gateway(Corp corp, IReadOnlyDictionary<string, VendorCall> calls)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, int> underWay = [];
    private long answers;

    public async Task TakeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!["/cgi-bin/".Length..];
        var (text, upload) = await BodyAsync(http.Request);
        var body = Parse(text);
        var received = new ReceivedCall(corp.Now, path, http.Request.QueryString.Value ?? "", body);
        corp.Log.Add(received);
        if (!calls.TryGetValue(path, out var call))
        {
            http.Response.StatusCode = received.Status = StatusCodes.Status404NotFound;
            return;
        }

        Fault? fault;
        lock (corp.Sync) fault = corp.Faults.Meet(path);
        if (await FailsBeforeAsync(fault, http, received)) return;
        var answer = Perform(call, new Call(corp, http.Request.Query, body as JsonObject ?? [], upload, http.Connection.RemoteIpAddress?.ToString() ?? ""), http.Request.Method, body is null && text.Length > 0, fault, received);
        corp.Changes.Tell();
        if (await FailsAfterAsync(fault, http, received)) return;
        received.Status = StatusCodes.Status200OK;
        await WriteAsync(http, answer);
    }

    private Answer Perform(VendorCall call, Call asked, string method, bool notJson, Fault? fault, ReceivedCall received)
    {
        lock (corp.Sync)
        {
            var parallel = underWay[call.Path] = underWay.GetValueOrDefault(call.Path) + 1;
            try
            {
                if (fault?.Kind == FaultKind.Refuse) throw new VendorRefusal(fault.Code, "refused on demand");
                if (parallel > corp.Limits.Parallel) throw new VendorRefusal(45033, "request too concurrent");
                if (method != call.Method) throw new VendorRefusal(call.Method == "GET" ? 43001 : 43002, $"require {call.Method} method");
                if (corp.Behaviour.BusyOneIn > 0 && corp.Ids.Dice.Next(corp.Behaviour.BusyOneIn) == 0) throw new VendorRefusal(-1, "system busy");
                Count(call, asked.Ip);
                if (call.Token) asked.App = Authorise(asked);
                if (notJson) throw new VendorRefusal(47001, "data format error");
                var answer = call.Act(asked);
                if (answer is not Answer.Json json) return answer;
                var all = new JsonObject { ["errcode"] = 0, ["errmsg"] = asked.Warnings.Count == 0 ? "ok" : $"ok. Warning: wrong json format. field: {string.Join(',', asked.Warnings)}" };
                if (corp.Behaviour.OmitErrcode && corp.Ids.Dice.Next(3) == 0) all.Clear();
                foreach (var (name, value) in json.Fields) all[name] = value?.DeepClone();
                return new Answer.Json(all);
            }
            catch (VendorRefusal refusal)
            {
                received.ErrCode = refusal.Code;
                return new Answer.Json(new JsonObject { ["errcode"] = refusal.Code, ["errmsg"] = Worded(refusal, asked.Ip) });
            }
            finally
            {
                underWay[call.Path]--;
            }
        }
    }

    private App Authorise(Call asked)
    {
        if (asked.Query("access_token") is not { Length: > 0 } value) throw new VendorRefusal(41001, "access_token missing");
        if (!corp.Tokens.TryGetValue(value, out var token)) throw new VendorRefusal(40014, "invalid access_token");
        if (token.Revoked || corp.Now >= token.Ends) throw new VendorRefusal(corp.Behaviour.ExpiredTokenCode, corp.Behaviour.ExpiredTokenCode == 42001 ? "access_token expired" : "invalid access_token");
        var trusted = token.App.Options.TrustedIps;
        if (trusted.Count > 0 && !trusted.Contains(asked.Ip)) throw new VendorRefusal(60020, "not allow to access from your ip");
        return token.App;
    }

    private void Count(VendorCall call, string ip)
    {
        if (!call.Counted) return;
        var minute = TimeSpan.FromMinutes(1);
        var hour = TimeSpan.FromHours(1);
        var fine = corp.Frequency.Take($"corp {call.Path}", corp.Limits.CallsPerMinute, minute)
            & corp.Frequency.Take($"corp {call.Path}", corp.Limits.CallsPerHour, hour)
            & corp.Frequency.Take($"ip {ip} {call.Path}", corp.Limits.CallsPerMinuteOfIp, minute)
            & corp.Frequency.Take($"ip {ip} {call.Path}", corp.Limits.CallsPerHourOfIp, hour);
        if (!fine) throw new VendorRefusal(45009, "api freq out of limit");
    }

    // "Text, hint: [time_n_hash], from ip: …, more info at …": words change, nobody should match on them.
    private string Worded(VendorRefusal refusal, string ip)
    {
        var number = Interlocked.Increment(ref answers);
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{number}{refusal.Message}")));
        return $"{refusal.Message}, hint: [{corp.Seconds}_{number}_{hash}], from ip: {ip}, more info at https://open.work.weixin.qq.com/devtool/query?e={refusal.Code}";
    }

    private async Task<bool> FailsBeforeAsync(Fault? fault, HttpContext http, ReceivedCall received)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Fail:
                http.Response.StatusCode = received.Status = StatusCodes.Status500InternalServerError;
                return true;
            case FaultKind.Break:
                http.Abort();
                return true;
            case FaultKind.Hang:
                if (await OutlastsAsync(fault, http.RequestAborted)) return false;
                received.CallerLeft = true;
                corp.Changes.Tell();
                return true;
            default:
                return false;
        }
    }

    // False when the caller leaves first: then the call has no effect.
    private async Task<bool> OutlastsAsync(Fault fault, CancellationToken caller)
    {
        try
        {
            var left = fault.Ends is { } ends ? ends - corp.Now : Timeout.InfiniteTimeSpan;
            var over = left < TimeSpan.Zero && fault.Ends is not null ? Task.CompletedTask : Task.Delay(left, corp.Clock, caller);
            while (!over.IsCompleted && corp.Faults.Lasts(fault)) await Task.WhenAny(corp.Changes.Next, over).WaitAsync(caller);
            return !caller.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> FailsAfterAsync(Fault? fault, HttpContext http, ReceivedCall received)
    {
        if (fault?.Kind is not (FaultKind.LoseAnswer or FaultKind.FailAfter or FaultKind.HangAfter)) return false;
        received.AnswerLost = true;
        if (fault.Kind == FaultKind.FailAfter) http.Response.StatusCode = received.Status = StatusCodes.Status502BadGateway;
        if (fault.Kind == FaultKind.LoseAnswer) http.Abort();
        if (fault.Kind == FaultKind.HangAfter) await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        return true;
    }

    private static async Task<(string Text, Upload? Upload)> BodyAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            if (form.Files.Count == 0) return ("", null);
            using var bytes = new MemoryStream();
            await form.Files[0].CopyToAsync(bytes);
            return ("", new Upload(form.Files[0].Name, form.Files[0].FileName, form.Files[0].ContentType, bytes.ToArray()));
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return (await reader.ReadToEndAsync(), null);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            // A clone at once: a name given twice is found here, not in the middle of the work.
            return text.Length == 0 ? null : (JsonNode.Parse(text) as JsonObject)?.DeepClone() as JsonObject;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext http, Answer answer)
    {
        if (answer is Answer.File { Media: var file })
        {
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{Uri.EscapeDataString(file.Name)}\"";
            await Results.File(file.Bytes, file.ContentType, enableRangeProcessing: true).ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(((Answer.Json)answer).Fields.ToJsonString(Plain));
    }
}
