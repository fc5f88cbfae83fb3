using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nuke.Common.Execution;

/// <summary>The schema of one build: its own parameters, and those of every build as a definition.</summary>
internal sealed class SchemaDocument(INukeBuild build)
{
    private const string SecretDefault = "Secrets must be entered via 'nuke :secrets [profile]'";

    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Text
    {
        get
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Format))
                Root().WriteTo(writer);
            return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
        }
    }

    private JsonObject Root()
    {
        var types = new SchemaTypes(SchemaParameter.Targets(build));
        var parameters = SchemaParameter.Of(build);
        var own = Properties(parameters.Where(x => !x.IsInherited), types);
        var inherited = Properties(parameters.Where(x => x.IsInherited), types);
        types.Definitions[nameof(NukeBuild)] = inherited;

        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-04/schema#",
            ["definitions"] = types.Definitions,
            ["allOf"] = new JsonArray(own, new JsonObject { ["$ref"] = $"#/definitions/{nameof(NukeBuild)}" }),
        };
    }

    private static JsonObject Properties(IEnumerable<SchemaParameter> parameters, SchemaTypes types)
    {
        var properties = new JsonObject();
        foreach (var parameter in parameters)
        {
            var schema = types.Schema(parameter.Type, parameter.Description, parameter.AllowedValues);
            if (parameter.IsSecret)
                schema["default"] = SecretDefault;
            properties[parameter.Name] = schema;
        }

        return new JsonObject { ["properties"] = properties };
    }
}
