using System;
using System.IO;

namespace Nuke.Common.CI;

/// <summary>Holds a file's new content until it is complete, and touches the file only if it differs.</summary>
internal sealed class ConfigurationFileStream(string path) : MemoryStream
{
    public void Commit()
    {
        var content = ToArray();
        if (File.Exists(path) && content.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(path));
        var unfinished = path + ".new";
        File.WriteAllBytes(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
        Serilog.Log.Information("Generated {File}", path);
    }
}
