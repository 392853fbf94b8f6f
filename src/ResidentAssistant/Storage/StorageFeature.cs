using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;

namespace ResidentAssistant.Storage;

/// <summary>Database, migrations and keys.</summary>
internal static class StorageFeature
{
    /// <summary>Adds the database, the migrator and the key ring.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = Directory.CreateDirectory(configuration["Keys:Path"] is { Length: > 0 } path ? path : "data/keys");
        if (!OperatingSystem.IsWindows()) keys.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        services.AddDataProtection()
            .SetApplicationName("resident-assistant")
            .PersistKeysToFileSystem(keys)
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        return services
            .AddSingleton(_ => Database.For(configuration.GetSection("Storage").Get<StorageSettings>() ?? new StorageSettings()))
            .AddSingleton<Migrator>()
            .AddSingleton(p => new KeyRing(p.GetRequiredService<IDataProtectionProvider>(), keys));
    }
}
