using System.Reflection;

namespace Pipeline.Core.Documents;

/// <summary>The toolkit that writes documents.</summary>
/// <param name="Version">As in its packages: "0.1.0".</param>
/// <param name="Mode">The package mode it was built in.</param>
public sealed record Toolkit(string Version, PackageMode Mode)
{
    /// <summary>This very build of it.</summary>
    public static Toolkit Current { get; } = new(
        typeof(Toolkit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        Enum.Parse<PackageMode>(
            typeof(Toolkit).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == "PackageMode").Value!,
            ignoreCase: true));
}
