using System;
using System.Collections.Generic;
using System.Reflection;

namespace Scriban.Runtime;

/// <summary>The public properties and fields of a type under the names that templates know.</summary>
internal sealed class MemberMap
{
    private const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;

    private readonly Dictionary<string, MemberInfo> _members = new(StringComparer.Ordinal);

    public MemberMap(Type type, MemberFilterDelegate filter, MemberRenamerDelegate renamer)
    {
        foreach (var member in type.GetMembers(PublicInstance))
        {
            if (IsValue(member) && !member.IsDefined(typeof(ScriptMemberIgnoreAttribute)) && (filter is null || filter(member)))
                _members.TryAdd(renamer(member), member);
        }
    }

    public IEnumerable<string> Names => _members.Keys;

    public bool Contains(string name) => _members.ContainsKey(name);

    public object Get(object owner, string name) => _members[name] switch
    {
        PropertyInfo property => property.GetValue(owner),
        FieldInfo field => field.GetValue(owner),
        _ => null,
    };

    private static bool IsValue(MemberInfo member) => member switch
    {
        FieldInfo => true,
        PropertyInfo property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0,
        _ => false,
    };
}
