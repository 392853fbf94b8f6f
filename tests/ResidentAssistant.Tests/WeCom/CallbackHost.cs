using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>The real application with the vendor's sample keys.</summary>
internal sealed class CallbackHost : IAsyncDisposable
{
    private CallbackHost(TestApp app, Taken taken, KeptLog log)
    {
        (App, Events, Log) = (app, taken, log);
        Vendor = new CallbackSender(app.Address, app.Clock);
    }

    public TestApp App { get; }

    /// <summary>What was handed on.</summary>
    public Taken Events { get; }

    public KeptLog Log { get; }

    public CallbackSender Vendor { get; }

    /// <summary>What turns callbacks on.</summary>
    public static Dictionary<string, string?> Settings => new()
    {
        ["WeCom:CorpId"] = Samples.CorpId, ["WeCom:Assistant:Token"] = Samples.Token, ["WeCom:Assistant:EncodingAesKey"] = Samples.Key, ["Logging:LogLevel:Default"] = "Information",
    };

    public static async Task<CallbackHost> StartAsync(Provider provider = Provider.Sqlite)
    {
        var (taken, log) = (new Taken(), new KeptLog());
        var app = await TestApp.StartAsync(provider, listen: true, Settings, builder =>
        {
            builder.Services.AddSingleton<IWeComEvents>(taken);
            builder.Logging.ClearProviders().AddProvider(log);
        });
        return new CallbackHost(app, taken, log);
    }

    public async ValueTask DisposeAsync()
    {
        Vendor.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>Takes everything, unless told to fail.</summary>
    internal sealed class Taken : IWeComEvents
    {
        private readonly ConcurrentQueue<CallbackEvent> all = new();

        public IReadOnlyCollection<CallbackEvent> All => all;

        public int Failing { get; set; }

        public ValueTask TakeAsync(CallbackEvent happened, CancellationToken ct)
        {
            if (Failing > 0)
            {
                Failing--;
                throw new InvalidOperationException("geheim: 住户的话");
            }

            all.Enqueue(happened);
            return ValueTask.CompletedTask;
        }
    }
}
