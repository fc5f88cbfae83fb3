using System.Reflection;

namespace Pipeline.Core.Documents;

/// <summary>The toolkit that writes documents.</summary>
public static class Toolkit
{
    /// <summary>The version of this very build, as in its packages: "0.1.0".</summary>
    public static string Version { get; } =
        typeof(Toolkit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
