using System.IO.Compression;

namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>A NuGet package with nothing in it but its name.</summary>
internal static class EmptyPackage
{
    public static void Write(string path, string id, string version)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open());
        writer.Write(
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>nobody</authors>
                <description>Nothing.</description>
              </metadata>
            </package>
            """);
    }
}
