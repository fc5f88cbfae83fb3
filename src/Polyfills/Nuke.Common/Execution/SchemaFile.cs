using System;
using System.IO;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>The schema that editors use for the parameters files; written only when it changes.</summary>
internal static class SchemaFile
{
    public static void Write(NukeBuild build)
    {
        var path = Path.Combine(NukeBuild.RootDirectory, ".nuke", "build.schema.json");
        var text = SchemaUtility.GetJsonString(build);
        try
        {
            if (!File.Exists(path) || File.ReadAllText(path) != text)
                File.WriteAllText(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Debug("The schema for editors is not written: {Reason}", exception.Message);
        }
    }
}
