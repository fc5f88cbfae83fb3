using System.IO;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>The parameters file a repository starts with.</summary>
internal static class ParametersFileTemplate
{
    public static void EnsureExists(AbsolutePath root)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(root, ".nuke")).FullName, "parameters.json");
        if (!File.Exists(path))
            File.WriteAllText(path, "{\n  \"$schema\": \"build.schema.json\"\n}\n");
    }
}
