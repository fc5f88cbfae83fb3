using System.Text.Json;

namespace Nuke.Common.Execution;

/// <summary>The JSON schema (draft 4) of a build's parameters, by which editors complete <c>.nuke/parameters.json</c>.</summary>
public class SchemaUtility
{
    /// <summary>The text of <c>.nuke/build.schema.json</c>: two spaces a level, and LF as line end, also of the last.</summary>
    public static string GetJsonString(INukeBuild build) => new SchemaDocument(build).Text;

    public static JsonDocument GetJsonDocument(INukeBuild build) => JsonDocument.Parse(GetJsonString(build));
}
