using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace ResidentAssistant.Storage;

/// <summary>Database, migrations and keys.</summary>
internal static class StorageFeature
{
    /// <summary>Adds the database, the migrator and the key ring.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = new DirectoryInfo(configuration["Keys:Path"] is { Length: > 0 } path ? path : "data/keys");
        services.AddDataProtection()
            .SetApplicationName("resident-assistant")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>((options, loggers) => options.XmlRepository = new KeyFolder(keys, loggers));
        var storage = StorageSettings.Read(configuration);
        return services
            .AddSingleton(_ => Database.For(storage))
            .AddSingleton<GroupCommit>()
            .AddSingleton<Migrator>()
            .AddSingleton(p => new KeyRing(p.GetRequiredService<IDataProtectionProvider>(), keys));
    }
}
