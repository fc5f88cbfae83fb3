using System;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nuke.Common.IO;

namespace Nuke.Common.Utilities;

/// <summary>JSON as text and files.</summary>
public static class JsonExtensions
{
    public static JsonSerializerSettings DefaultSerializerSettings = new();

    public static string ToJson<T>(
        this T obj, JsonSerializerSettings serializerSettings = null, Formatting formatting = Formatting.Indented) =>
        JsonConvert.SerializeObject(obj, formatting, serializerSettings ?? DefaultSerializerSettings);

    public static T GetJson<T>(this string content, JsonSerializerSettings serializerSettings = null) =>
        JsonConvert.DeserializeObject<T>(content, serializerSettings ?? DefaultSerializerSettings);

    public static JObject GetJson(this string content, JsonSerializerSettings serializerSettings = null) =>
        content.GetJson<JObject>(serializerSettings);

    public static T ReadJson<T>(this AbsolutePath path, JsonSerializerSettings serializerSettings = null) =>
        path.ReadAllText().GetJson<T>(serializerSettings);

    public static JObject ReadJson(this AbsolutePath path, JsonSerializerSettings serializerSettings = null) =>
        path.ReadJson<JObject>(serializerSettings);

    public static AbsolutePath WriteJson<T>(this AbsolutePath path, T obj, JsonSerializerSettings serializerSettings = null) =>
        path.WriteAllText(obj.ToJson(serializerSettings));

    /// <summary>Reads a file, changes what it says, and writes it back.</summary>
    public static AbsolutePath UpdateJson<T>(
        this AbsolutePath path, Action<T> update, JsonSerializerSettings serializerSettings = null)
    {
        var content = path.ReadJson<T>(serializerSettings);
        update(content);
        return path.WriteJson(content, serializerSettings);
    }

    public static AbsolutePath UpdateJson(
        this AbsolutePath path, Action<JObject> update, JsonSerializerSettings serializerSettings = null) =>
        path.UpdateJson<JObject>(update, serializerSettings);
}
