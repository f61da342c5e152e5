import { equivalent } from './equivalence.ts';
import { type Filter, parsePatchPath } from './filter.ts';
import { matchesEntry } from './filter-match.ts';
import { isObject, isUnassigned, type JsonObject, keyNamed, valueNamed } from './json.ts';
import type { PatchChoices } from './patch.ts';
import { distinctValues, equalitiesOf, keepOnePrimary, withoutNulls } from './patch-entries.ts';
import { PatchRefusal } from './patch-refusal.ts';
import { misfit, readOnlyParts } from './patch-value.ts';
import {
  type AttributeDescription,
  type AttributePath,
  attributeNamed,
  type ResourceDescription,
  resolvePath,
} from './resource-description.ts';

type WriteWord = 'add' | 'replace';

/** Where an operation works: a described attribute, perhaps some of its entries, perhaps one sub-attribute. */
interface Location extends AttributePath {
  attribute: AttributeDescription;
  filter?: Filter;
}

/** Applies single operations to one resource, in place (RFC 7644 sections 3.5.2.1 to 3.5.2.3). */
export class PatchEditor {
  readonly resource: JsonObject;
  readonly #description: ResourceDescription;
  readonly #choices: PatchChoices;

  constructor(resource: JsonObject, description: ResourceDescription, choices: PatchChoices) {
    this.resource = resource;
    this.#description = description;
    this.#choices = choices;
  }

  /** `add` or `replace` without path: each member of the value is an attribute or an extension's object. */
  mergeAll(word: WriteWord, value: unknown): void {
    if (!isObject(value)) throw new PatchRefusal('invalidValue', `${word} without path needs an object as value`);
    for (const [name, one] of Object.entries(value)) {
      const place = this.#choices.dottedNames || !isDotted(name) ? resolvePath(this.#description, name) : undefined;
      if (!place) {
        if (this.#choices.unknownAttributes === 'ignore') continue;
        throw new PatchRefusal('invalidValue', `there is no attribute ${name}`);
      }
      this.#writePlace(word, place, name, one);
    }
  }

  /** `add` or `replace` with a path. */
  write(word: WriteWord, path: string, value: unknown): void {
    const { filter, subAttribute, ...parsed } = parsePatchPath(path);
    const place = this.#placeOf(parsed.path, subAttribute);
    this.#writePlace(word, filter ? { ...place, filter } : place, path, value);
  }

  /** `remove`, which always has a path. */
  remove(path: string): void {
    const { filter, subAttribute, ...parsed } = parsePatchPath(path);
    const place = this.#placeOf(parsed.path, subAttribute);
    if (!place.attribute) {
      this.#removeExtension(place.extension ?? '');
      return;
    }
    const location: Location = { ...place, attribute: place.attribute, ...(filter ? { filter } : {}) };
    this.#refuseRemoval(location, path);
    const holder = this.#holder(place.extension, false);
    const key = holder && keyNamed(holder, location.attribute.name);
    const current = holder && key !== undefined ? holder[key] : undefined;
    if (filter) {
      this.#removeMatches(location, filter, holder, path);
      return;
    }
    if (!holder || key === undefined) return;
    if (!location.subAttribute) {
      delete holder[key];
      return;
    }
    for (const entry of Array.isArray(current) ? current : [current]) {
      if (isObject(entry)) this.#removeMember(entry, location.subAttribute, path);
    }
  }

  #placeOf(path: string, subAttribute: string | undefined): AttributePath {
    const place = resolvePath(this.#description, path);
    if (!place) throw new PatchRefusal('invalidPath', `there is no attribute ${path}`);
    if (subAttribute === undefined) return place;
    const found = place.attribute && attributeNamed(place.attribute.subAttributes, subAttribute);
    if (!found) throw new PatchRefusal('invalidPath', `${path} has no sub-attribute ${subAttribute}`);
    return { ...place, subAttribute: found };
  }

  #writePlace(word: WriteWord, place: AttributePath & { filter?: Filter }, path: string, value: unknown): void {
    const { attribute } = place;
    if (!attribute) {
      this.#writeExtension(word, place.extension ?? '', value);
      return;
    }
    const location: Location = { ...place, attribute };
    if (attribute.mutability === 'readOnly' || location.subAttribute?.mutability === 'readOnly') {
      throw new PatchRefusal('mutability', `${path} is readOnly`);
    }
    const holder = this.#holder(place.extension, true) ?? {};
    const key = keyNamed(holder, attribute.name) ?? attribute.name;
    if (location.filter) this.#writeMatches(word, location, location.filter, holder, key, value, path);
    else if (location.subAttribute) this.#writeSubAttribute(location, location.subAttribute, holder, key, value, path);
    else this.#writeAttribute(word, attribute, holder, key, value, path);
    this.#settle(place.extension);
  }

  /** The object that holds the attribute: the resource, or an extension's container. */
  #holder(extension: string | null, create: boolean): JsonObject | undefined {
    if (extension === null) return this.resource;
    const key = keyNamed(this.resource, extension) ?? extension;
    const held = this.resource[key];
    if (isObject(held)) return held;
    if (!create) return undefined;
    const made: JsonObject = {};
    this.resource[key] = made;
    return made;
  }

  /** An extension with data is named in `schemas`; one without leaves no container behind. */
  #settle(extension: string | null): void {
    if (extension === null) return;
    const key = keyNamed(this.resource, extension) ?? extension;
    const held = this.resource[key];
    if (isObject(held) && Object.values(held).every(isUnassigned)) {
      delete this.resource[key];
      return;
    }
    const schemas = Array.isArray(this.resource.schemas) ? this.resource.schemas : [];
    if (!schemas.some((urn) => String(urn).toLowerCase() === extension.toLowerCase())) {
      this.resource.schemas = [...schemas, extension];
    }
  }

  #writeExtension(word: WriteWord, urn: string, value: unknown): void {
    if (!isObject(value)) throw new PatchRefusal('invalidValue', `${urn} needs an object as value`);
    for (const [name, one] of Object.entries(value)) {
      const place = resolvePath(this.#description, `${urn}:${name}`);
      if (place) this.#writePlace(word, place, `${urn}:${name}`, one);
      else if (this.#choices.unknownAttributes !== 'ignore') {
        throw new PatchRefusal('invalidValue', `there is no attribute ${urn}:${name}`);
      }
    }
  }

  #removeExtension(urn: string): void {
    const extension = this.#description.extensions.find(({ schema }) => schema.urn === urn);
    if (extension?.required) throw new PatchRefusal('mutability', `${urn} is required`);
    const key = keyNamed(this.resource, urn);
    if (key !== undefined) delete this.resource[key];
  }

  #check(value: unknown, attribute: AttributeDescription): void {
    const fault = misfit(value, attribute);
    if (fault) throw new PatchRefusal('invalidValue', fault);
    const [readOnly] = readOnlyParts(value, attribute);
    if (readOnly) throw new PatchRefusal('mutability', `${attribute.name}.${readOnly} is readOnly`);
  }

  #refuseChange(attribute: AttributeDescription, current: unknown, next: unknown, path: string): void {
    if (attribute.mutability !== 'immutable' || isUnassigned(current)) return;
    if (equivalent(current, next).length > 0)
      throw new PatchRefusal('mutability', `${path} is immutable and has a value`);
  }

  #writeAttribute(
    word: WriteWord,
    attribute: AttributeDescription,
    holder: JsonObject,
    key: string,
    value: unknown,
    path: string,
  ): void {
    if (isUnassigned(value)) {
      if (word === 'add') return;
      if (attribute.required) throw new PatchRefusal('invalidValue', `${path} is required`);
      this.#refuseChange(attribute, holder[key], value, path);
      delete holder[key];
      return;
    }
    if (attribute.multiValued) {
      const given: unknown[] = Array.isArray(value) ? value : [value];
      for (const one of given) this.#check(one, attribute);
      const current: unknown[] = word === 'add' && Array.isArray(holder[key]) ? holder[key] : [];
      const fresh = distinctValues(given, current, attribute);
      if (word === 'replace') this.#refuseChange(attribute, holder[key], fresh, path);
      holder[key] = [...current, ...fresh];
      keepOnePrimary(holder[key], fresh);
      return;
    }
    if (Array.isArray(value)) throw new PatchRefusal('invalidValue', `${path} takes one value`);
    this.#check(value, attribute);
    const current = holder[key];
    // Both words merge: what the value does not mention stays (section 3.5.2.3, and 3.5.2.1 read with it).
    if (attribute.type === 'complex' && isObject(value) && isObject(current)) {
      this.#mergeMembers(current, value, attribute, path);
      return;
    }
    this.#refuseChange(attribute, current, value, path);
    holder[key] = attribute.type === 'complex' && isObject(value) ? withoutNulls(value) : value;
  }

  #mergeMembers(target: JsonObject, value: JsonObject, owner: AttributeDescription, path: string): void {
    for (const [name, one] of Object.entries(value)) {
      const described = attributeNamed(owner.subAttributes, name);
      if (described) this.#setMember(target, described, one, `${path}.${name}`);
    }
  }

  #setMember(target: JsonObject, described: AttributeDescription, value: unknown, path: string): void {
    const key = keyNamed(target, described.name) ?? described.name;
    this.#refuseChange(described, target[key], value, path);
    if (!isUnassigned(value)) target[key] = value;
    else if (described.required) throw new PatchRefusal('invalidValue', `${path} is required`);
    else delete target[key];
  }

  #removeMember(target: JsonObject, described: AttributeDescription, path: string): void {
    const key = keyNamed(target, described.name);
    if (key === undefined) return;
    this.#refuseChange(described, target[key], undefined, path);
    delete target[key];
  }

  #writeSubAttribute(
    location: Location,
    subAttribute: AttributeDescription,
    holder: JsonObject,
    key: string,
    value: unknown,
    path: string,
  ): void {
    this.#check(value, subAttribute);
    const { attribute } = location;
    const current = holder[key];
    if (attribute.multiValued) {
      // Without a filter the sub-attribute of every entry is meant; without entries the first one comes to be.
      if (!Array.isArray(current) || current.length === 0) holder[key] = [{}];
    } else if (!isObject(current)) holder[key] = {};
    const entries: unknown[] = Array.isArray(holder[key]) ? holder[key] : [holder[key]];
    const objects = entries.filter(isObject);
    for (const entry of objects) this.#setMember(entry, subAttribute, value, path);
    if (attribute.multiValued) keepOnePrimary(holder[key], objects);
  }

  #writeMatches(
    word: WriteWord,
    location: Location,
    filter: Filter,
    holder: JsonObject,
    key: string,
    value: unknown,
    path: string,
  ): void {
    const { attribute, subAttribute } = location;
    this.#check(value, subAttribute ?? attribute);
    const current = holder[key];
    const entries: unknown[] = Array.isArray(current) ? [...current] : isUnassigned(current) ? [] : [current];
    const matches = entries.map((entry) => matchesEntry(filter, entry, attribute));
    if (!matches.includes(true)) {
      if (word === 'replace' || this.#choices.addWithoutMatch === 'refuse') {
        throw new PatchRefusal('noTarget', `no value matches ${path}`);
      }
      holder[key] = [...entries, this.#entryFor(filter, subAttribute, value, path)];
      keepOnePrimary(holder[key], [(holder[key] as unknown[]).at(-1)]);
      return;
    }
    const written = entries.map((entry, index) => {
      if (!matches[index]) return entry;
      if (subAttribute && isObject(entry)) {
        this.#setMember(entry, subAttribute, value, path);
        return entry;
      }
      if (word === 'add' && isObject(entry) && isObject(value)) {
        this.#mergeMembers(entry, value, attribute, path);
        return entry;
      }
      return structuredClone(value);
    });
    const touched = written.filter((_, index) => matches[index]);
    const kept = written.filter((entry) => !isUnassigned(entry));
    holder[key] = attribute.multiValued ? kept : kept[0];
    keepOnePrimary(holder[key], touched);
  }

  /** The entry that an `add` through an unmatched filter describes: its equalities and the given value. */
  #entryFor(filter: Filter, subAttribute: AttributeDescription | undefined, value: unknown, path: string): unknown {
    const equalities = equalitiesOf(filter);
    if (!equalities) throw new PatchRefusal('noTarget', `no value matches ${path}`);
    if (subAttribute) return { ...equalities, [subAttribute.name]: value };
    return isObject(value) ? { ...equalities, ...value } : value;
  }

  #refuseRemoval(location: Location, path: string): void {
    const { attribute, subAttribute, filter } = location;
    if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') {
      throw new PatchRefusal('mutability', `${path} is readOnly`);
    }
    const isRequired = subAttribute ? subAttribute.required : attribute.required && !filter;
    if (isRequired) throw new PatchRefusal('mutability', `${path} is required`);
    if (!subAttribute && !filter) {
      const holder = this.#holder(location.extension, false);
      this.#refuseChange(attribute, holder && valueNamed(holder, attribute.name), undefined, path);
    }
  }

  #removeMatches(location: Location, filter: Filter, holder: JsonObject | undefined, path: string): void {
    const { attribute, subAttribute } = location;
    const key = holder && keyNamed(holder, attribute.name);
    const current = holder && key !== undefined ? holder[key] : undefined;
    const entries: unknown[] = Array.isArray(current) ? current : isUnassigned(current) ? [] : [current];
    // Evaluated even without entries, so that a faulty filter is refused whatever the data.
    if (entries.length === 0) matchesEntry(filter, {}, attribute);
    const matching = entries.filter((entry) => matchesEntry(filter, entry, attribute));
    if (matching.length === 0) {
      if (this.#choices.removeWithoutMatch === 'refuse') throw new PatchRefusal('noTarget', `no value matches ${path}`);
      return;
    }
    if (!holder || key === undefined) return;
    if (subAttribute) {
      for (const entry of matching) if (isObject(entry)) this.#removeMember(entry, subAttribute, path);
      return;
    }
    const left = entries.filter((entry) => !matching.includes(entry));
    if (left.length > 0) {
      holder[key] = left;
      return;
    }
    if (attribute.required) throw new PatchRefusal('mutability', `${attribute.name} is required`);
    delete holder[key];
  }
}

/** Whether a name without its URN has a dot: the dots inside the URN do not count. */
function isDotted(name: string): boolean {
  return !name.toLowerCase().startsWith('urn:') && name.includes('.');
}
