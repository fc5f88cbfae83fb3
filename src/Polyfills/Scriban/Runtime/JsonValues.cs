using System.Text.Json;

namespace Scriban.Runtime;

internal static class JsonValues
{
    public static object Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ScriptObject.From(json),
        JsonValueKind.Array => ArrayOf(json),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => NumberOf(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static ScriptArray ArrayOf(JsonElement json)
    {
        var result = new ScriptArray(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
            result.Add(Of(item));
        return result;
    }

    private static object NumberOf(JsonElement json)
    {
        if (json.TryGetInt32(out var small))
            return small;

        return json.TryGetInt64(out var large) ? large : json.GetDouble();
    }
}
